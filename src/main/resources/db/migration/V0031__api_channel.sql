-- The id in the URLs that a caller of the API channel uses: one account each.
create unique index channel_account_provider_channel_id on channel_account (type, (settings ->> 'channel_id'))
    where archived_at is null and settings ? 'channel_id';

-- The first answer to each webhook-id, for callers that did not hear it.
create table api_channel_request (
    channel_account_id uuid not null references channel_account on delete cascade,
    webhook_id         text not null check (length(webhook_id) between 1 and 255),
    status             int not null,
    answer             jsonb not null,
    created_at         timestamptz not null,
    primary key (channel_account_id, webhook_id)
);
create index api_channel_request_age on api_channel_request (created_at);
