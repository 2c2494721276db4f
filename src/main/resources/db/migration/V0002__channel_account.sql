-- One connected number, page, bot or mailbox.
create table channel_account (
    id                  uuid primary key,
    organization_id     uuid not null references organization,
    name                text not null check (length(btrim(name)) between 1 and 200),
    type                text not null,
    settings            jsonb not null default '{}',
    -- name → ciphertext, each sealed to this row, organization and name
    sealed_settings     jsonb not null default '{}',
    provider_account_id text,
    -- the unguessable part of the webhook URL
    webhook_key         text not null unique check (length(webhook_key) >= 8),
    is_active           boolean not null default true,
    reopen_days         int not null default 7 check (reopen_days between 0 and 365),
    connection_state    text not null default 'disconnected' check (connection_state in ('connected', 'disconnected', 'connecting', 'failed')),
    connection_problem  jsonb,
    checked_at          timestamptz,
    expires_at          timestamptz,
    last_inbound_at     timestamptz,
    last_outbound_at    timestamptz,
    archived_at         timestamptz,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    unique (organization_id, id)
);
create index channel_account_list on channel_account (organization_id, id);
-- One bot has one webhook: two live accounts of it would steal each other's messages.
create unique index channel_account_provider on channel_account (type, provider_account_id)
    where archived_at is null and provider_account_id is not null;

-- Maintained as messages are written; reports never count messages.
create table channel_stat_hourly (
    channel_account_id uuid not null references channel_account on delete cascade,
    hour               timestamptz not null,
    messages_received  bigint not null default 0,
    messages_sent      bigint not null default 0,
    messages_failed    bigint not null default 0,
    conversations      bigint not null default 0,
    primary key (channel_account_id, hour)
);
