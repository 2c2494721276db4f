-- Who is told of what happens here: programs that subscribed, and the other side of a channel that posts events.
create table webhook_subscription (
    id                     uuid primary key,
    organization_id        uuid not null references organization on delete cascade,
    -- set: URL, secret and events are the channel account's settings
    channel_account_id     uuid unique references channel_account on delete cascade,
    name                   text not null check (length(btrim(name)) between 1 and 200),
    url                    text check (length(url) <= 2048),
    events                 text[] not null default '{}',
    algorithm              text not null default 'v1' check (algorithm in ('v1', 'v1a')),
    sealed_secret          text,
    sealed_previous_secret text,
    previous_until         timestamptz,
    -- changes up to this number happened before it was there
    after_seq              bigint not null default 0,
    is_active              boolean not null default true,
    disabled_reason        text check (disabled_reason in ('gone', 'failing', 'by_hand')),
    disabled_at            timestamptz,
    failing_since          timestamptz,
    last_success_at        timestamptz,
    last_failure_at        timestamptz,
    -- the receiver asked for a pause
    paused_until           timestamptz,
    -- the receiver is overloaded: half as many at a time
    slowed_until           timestamptz,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    check ((channel_account_id is null) = (url is not null and sealed_secret is not null)),
    check (is_active = (disabled_reason is null))
);
create index webhook_subscription_list on webhook_subscription (organization_id, id);

-- How far the change feed has become deliveries. Moved in the transaction that writes them, so none is lost or doubled.
create table webhook_position (
    organization_id uuid primary key references organization on delete cascade,
    seq             bigint not null
);

-- One event for one receiver: the body as it is sent each time, and how far it got. At the same time the log.
create table webhook_delivery (
    id              uuid primary key,
    -- the order in which they leave
    position        bigint not null generated always as identity,
    organization_id uuid not null,
    subscription_id uuid not null references webhook_subscription on delete cascade,
    webhook_id      text not null,
    event_type      text not null,
    -- a conversation or a contact: deliveries of one lane leave one after the other
    lane            uuid not null,
    body            bytea not null,
    state           text not null check (state in ('pending', 'sending', 'delivered', 'failed')),
    attempts        int not null default 0,
    -- attempts since it was queued or replayed: what the schedule counts
    tries           int not null default 0,
    next_attempt_at timestamptz,
    leased_until    timestamptz,
    last_status     int,
    last_code       text,
    created_at      timestamptz not null,
    finished_at     timestamptz,
    unique (subscription_id, webhook_id),
    check (state <> 'pending' or next_attempt_at is not null)
);
create index webhook_delivery_due on webhook_delivery (subscription_id, next_attempt_at) where state = 'pending';
create index webhook_delivery_lane on webhook_delivery (subscription_id, lane, position) where state in ('pending', 'sending');
create index webhook_delivery_leased on webhook_delivery (leased_until) where state = 'sending';
create index webhook_delivery_log on webhook_delivery (subscription_id, position desc);

create table webhook_attempt (
    delivery_id  uuid not null references webhook_delivery on delete cascade,
    number       int not null,
    at           timestamptz not null,
    milliseconds int not null,
    status       int,
    code         text not null,
    words        text not null,
    -- the beginning of the answer
    answer       text not null,
    primary key (delivery_id, number)
);
