-- Addresses that nothing is mailed to by itself any more: whoever reads them said so, or they do not work.
create table mail_refusal (
    organization_id uuid not null references organization on delete cascade,
    -- in small letters
    address         text not null,
    reason          text not null check (reason in ('unsubscribed', 'undeliverable')),
    refused_at      timestamptz not null,
    primary key (organization_id, address)
);

-- By which link whom of a conversation unsubscribes.
create table widget_unsubscribe (
    id              uuid primary key,
    conversation_id uuid not null references conversation on delete cascade,
    address         text not null,
    created_at      timestamptz not null,
    unique (conversation_id, address)
);
