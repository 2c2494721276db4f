-- Work that leaves the service: claimed with leases, in order within a lane (a conversation).
create table outbox (
    id                 uuid primary key,
    -- the order of a lane: given out while the conversation is locked, so it does not depend on the replicas' clocks
    position           bigint not null generated always as identity,
    organization_id    uuid not null,
    channel_account_id uuid not null references channel_account on delete cascade,
    -- rows of one lane leave one after the other; null: no order
    lane               uuid,
    kind               text not null check (kind in ('message', 'media_fetch', 'acknowledge')),
    message_id         uuid references message on delete cascade,
    attachment_id      uuid references attachment on delete cascade,
    payload            jsonb,
    -- sending: the call may have been made; a crash here means "may have been sent"
    state              text not null default 'queued' check (state in ('queued', 'claimed', 'sending', 'done', 'failed')),
    attempts           int not null default 0,
    not_before         timestamptz not null,
    leased_until       timestamptz,
    leased_by          text,
    last_error         jsonb,
    created_at         timestamptz not null,
    done_at            timestamptz
);
-- Each account's due rows by themselves: a long queue of one never stands before another's.
create index outbox_due on outbox (channel_account_id, (kind = 'message'), not_before, position) where state = 'queued';
create index outbox_lane on outbox (lane, position) where state in ('queued', 'claimed', 'sending');
create index outbox_message on outbox (message_id) where message_id is not null;
create index outbox_leased on outbox (leased_until) where state in ('claimed', 'sending');
create index outbox_done on outbox (done_at) where state in ('done', 'failed');

-- What changed, numbered without gaps in commit order per organization. One partition a day, by the time inside the UUIDv7.
create table change_event (
    id              uuid not null primary key,
    organization_id uuid not null,
    seq             bigint not null,
    kind            text not null,
    subject_id      uuid not null,
    conversation_id uuid,
    message_id      uuid,
    detail          jsonb
) partition by range (id);
create index change_event_seq on change_event (organization_id, seq);

-- The last number given out: locked by each writer as its last step, so that numbers appear in commit order.
create table change_position (
    organization_id uuid primary key references organization on delete cascade,
    seq             bigint not null
);
