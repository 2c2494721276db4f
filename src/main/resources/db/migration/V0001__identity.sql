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

create table app_user (
    id              uuid primary key,
    organization_id uuid not null references organization,
    email           text not null check (length(email) between 3 and 254),
    name            text not null check (length(btrim(name)) between 1 and 200),
    avatar_url      text,
    role            text not null check (role in ('owner', 'admin', 'agent')),
    password_hash   text,
    oidc_issuer     text,
    oidc_subject    text,
    is_active       boolean not null default true,
    presence        text not null default 'offline' check (presence in ('online', 'away', 'offline')),
    presence_until  timestamptz,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    unique (organization_id, id),
    check ((oidc_issuer is null) = (oidc_subject is null))
);
-- An address signs in to one organization, so sign-in needs no organization name.
create unique index app_user_email on app_user (lower(email));
create unique index app_user_oidc on app_user (oidc_issuer, oidc_subject) where oidc_subject is not null;

create table user_session (
    id           uuid primary key,
    token_hash   bytea not null unique,
    csrf_hash    bytea not null,
    user_id      uuid not null references app_user on delete cascade,
    user_agent   text,
    address      text,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null
);
create index user_session_user on user_session (user_id);

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

create table api_token (
    id              uuid primary key,
    organization_id uuid not null references organization,
    user_id         uuid references app_user on delete cascade,
    name            text not null check (length(btrim(name)) between 1 and 100),
    role            text not null check (role in ('owner', 'admin', 'agent')),
    scopes          text[] not null default '{}',
    token_hash      bytea not null unique,
    last_four       text not null,
    expires_at      timestamptz,
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    created_at      timestamptz not null default now()
);
create index api_token_organization on api_token (organization_id);

-- Failed sign-ins, counted per account and per address so that all replicas throttle alike.
create table sign_in_attempt (
    subject      text not null,
    window_start timestamptz not null,
    failures     int not null default 0,
    primary key (subject, window_start)
);

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
create index audit_entry_list on audit_entry (organization_id, created_at desc, id desc);
