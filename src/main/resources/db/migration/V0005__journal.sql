-- Every raw delivery as received, committed before it is acknowledged. One partition a day, by the time inside the UUIDv7.
create table journal_event (
    id                 uuid not null primary key,
    organization_id    uuid not null,
    channel_account_id uuid,
    channel_type       text not null,
    source             text not null check (source in ('webhook', 'poll', 'widget', 'api')),
    received_at        timestamptz not null,
    headers            jsonb not null default '{}',
    body               bytea not null,
    outcome            text not null default 'pending'
        check (outcome in ('pending', 'applied', 'duplicate', 'ignored', 'failed', 'rejected')),
    reason             text,
    problem            jsonb,
    event_count        int not null default 0,
    message_ids        uuid[] not null default '{}',
    attempts           int not null default 0,
    -- until then the process that took it in is at work on it; afterwards any replica may take over
    leased_until       timestamptz not null,
    applied_at         timestamptz,
    replayed_at        timestamptz
) partition by range (id);
create index journal_event_pending on journal_event (leased_until) where outcome = 'pending';
create index journal_event_account on journal_event (channel_account_id, id desc);
create index journal_event_trouble on journal_event (channel_account_id, outcome, id desc) where outcome in ('failed', 'rejected', 'ignored', 'duplicate');
