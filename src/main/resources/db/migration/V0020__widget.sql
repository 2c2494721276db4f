-- The website widget: who visits, and how they prove to be the same visitor again.
create unique index channel_account_widget_key on channel_account ((settings ->> 'channel_key'))
    where type = 'WEB_WIDGET' and archived_at is null;

-- One browser on one website. What it says of itself is a claim until the website proves it.
create table widget_visitor (
    id                 uuid primary key,
    organization_id    uuid not null,
    channel_account_id uuid not null,
    -- SHA-256 of the token in the host page; null once another one took its place
    token_hash         bytea unique,
    token_expires_at   timestamptz not null,
    -- widget:<channel key>:<id>, or external:<external id> once proven: the contact identity's value
    sender_id          text not null check (length(sender_id) <= 512),
    external_id        text,
    is_email_verified  boolean not null default false,
    name               text,
    email              text,
    phone              text,
    attributes         jsonb not null default '{}',
    locale             text,
    time_zone          text,
    first_page         jsonb,
    user_agent         text,
    -- cut to its network after 30 days
    address            inet,
    created_at         timestamptz not null,
    last_seen_at       timestamptz not null,
    foreign key (organization_id, channel_account_id) references channel_account (organization_id, id) on delete cascade
);
create index widget_visitor_sender on widget_visitor (channel_account_id, sender_id);
create index widget_visitor_age on widget_visitor (last_seen_at);

create table widget_session (
    id              uuid primary key,
    token_hash      bytea not null unique,
    visitor_id      uuid not null references widget_visitor on delete cascade,
    created_at      timestamptz not null,
    -- an hour after the last use, and never later than ends_at
    expires_at      timestamptz not null,
    ends_at         timestamptz not null
);
create index widget_session_visitor on widget_session (visitor_id);
create index widget_session_expiry on widget_session (expires_at);

create table widget_page_visit (
    visitor_id uuid not null references widget_visitor on delete cascade,
    at         timestamptz not null,
    url        text not null,
    title      text,
    primary key (visitor_id, at)
);

-- Counted in the database, so that all replicas limit alike.
create table widget_rate (
    subject      text not null,
    window_start timestamptz not null,
    count        int not null,
    primary key (subject, window_start)
);
create index widget_rate_age on widget_rate (window_start);

-- Where the widget was really loaded, and which sites were refused: what an admin checks an installation by.
create table widget_origin (
    channel_account_id uuid not null references channel_account on delete cascade,
    origin             text not null,
    is_allowed         boolean not null,
    last_seen_at       timestamptz not null,
    primary key (channel_account_id, origin)
);
