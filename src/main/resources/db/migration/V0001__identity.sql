-- Who works here: organizations, their people, and how they prove who they are.
create table organization (
    id               uuid primary key,
    name             text not null check (length(btrim(name)) between 1 and 200),
    channels_enabled boolean not null default true,
    time_zone        text not null default 'UTC',
    locale           text not null default 'en',
    business_hours   jsonb not null default '{}',
    retention        jsonb not null default '{}',
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now()
);

-- A human, as far as signing in goes: one password and one address, whatever the number of workspaces.
create table person (
    id            uuid primary key,
    email         text not null check (length(email) between 3 and 254),
    password_hash text,
    oidc_issuer   text,
    oidc_subject  text,
    created_at    timestamptz not null default now(),
    check ((oidc_issuer is null) = (oidc_subject is null))
);
-- An address signs in to one account, so sign-in needs no organization's name.
create unique index person_email on person (lower(email));
create unique index person_oidc on person (oidc_issuer, oidc_subject) where oidc_subject is not null;

-- A person in one organization. Kept when removed, because history names its authors.
create table app_user (
    id                uuid primary key,
    organization_id   uuid not null references organization,
    person_id         uuid not null references person,
    name              text not null check (length(btrim(name)) between 1 and 200),
    avatar_url        text,
    role              text not null check (role in ('owner', 'admin', 'agent')),
    is_active         boolean not null default true,
    -- what the browser last said; counts until presence_until, afterwards the user is offline
    presence          text not null default 'offline' check (presence in ('online', 'away', 'offline')),
    presence_until    timestamptz,
    last_signed_in_at timestamptz,
    removed_at        timestamptz,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now(),
    unique (organization_id, id),
    check (removed_at is null or not is_active)
);
create unique index app_user_person on app_user (organization_id, person_id) where removed_at is null;
create index app_user_memberships on app_user (person_id);

-- A browser that is signed in. The row is deleted when the session ends.
create table user_session (
    id           uuid primary key,
    token_hash   bytea not null unique,
    user_id      uuid not null references app_user on delete cascade,
    -- where signing out goes on, for a sign-in through the identity provider; sealed, as it carries a token
    sign_out_url text,
    user_agent   text,
    address      text,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null
);
create index user_session_user on user_session (user_id);
create index user_session_expiry on user_session (expires_at);

create table team (
    id              uuid primary key,
    organization_id uuid not null references organization,
    name            text not null check (length(btrim(name)) between 1 and 100),
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    unique (organization_id, id)
);
create unique index team_name on team (organization_id, lower(name));

create table team_member (
    organization_id uuid not null,
    team_id         uuid not null,
    user_id         uuid not null,
    primary key (team_id, user_id),
    foreign key (organization_id, team_id) references team (organization_id, id) on delete cascade,
    foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index team_member_user on team_member (user_id);

-- A program's way in. It acts as the user who made it, within its scopes.
create table api_token (
    id              uuid primary key,
    organization_id uuid not null,
    user_id         uuid not null,
    name            text not null check (length(btrim(name)) between 1 and 100),
    -- area:read, area:write, or * for everything its user may
    scopes          text[] not null check (cardinality(scopes) > 0),
    token_hash      bytea not null unique,
    last_four       text not null,
    expires_at      timestamptz,
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    created_at      timestamptz not null default now(),
    foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index api_token_organization on api_token (organization_id, id);

-- Failed sign-ins, counted per account and per address in the database so that all replicas throttle alike.
create table sign_in_attempt (
    subject      text primary key,
    window_start timestamptz not null,
    failures     int not null
);
create index sign_in_attempt_age on sign_in_attempt (window_start);

create table audit_entry (
    id              uuid primary key,
    organization_id uuid not null references organization,
    actor_type      text not null,
    actor_id        uuid,
    actor_name      text not null,
    action          text not null,
    target_type     text not null,
    target_id       uuid,
    detail          jsonb not null default '{}',
    address         text,
    created_at      timestamptz not null default now()
);
create index audit_entry_list on audit_entry (organization_id, id desc);
create index audit_entry_target on audit_entry (organization_id, target_id, id desc) where target_id is not null;
