-- What somebody asked to be fetched again of a mailbox: a gap that an outage or another program left.
create table mailbox_refill (
    id                 uuid primary key,
    organization_id    uuid not null,
    channel_account_id uuid not null references channel_account on delete cascade,
    from_day           date not null,
    to_day             date not null,
    -- mails that were not here; null until it has ended
    found              int,
    created_at         timestamptz not null,
    ended_at           timestamptz,
    check (from_day <= to_day)
);
-- one at a time
create unique index mailbox_refill_open on mailbox_refill (channel_account_id) where ended_at is null;
create index mailbox_refill_latest on mailbox_refill (channel_account_id, created_at desc);
