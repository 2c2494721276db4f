-- Approved messages as their provider lists them, for the composer: read anew each hour, and when an admin asks.
create table message_template (
    channel_account_id uuid not null references channel_account on delete cascade,
    name               text not null,
    language           text not null,
    status             text not null,
    category           text not null,
    header_media       text,
    header_text        text,
    body               text not null,
    footer             text,
    variables          jsonb not null default '[]',
    buttons            jsonb not null default '[]',
    synced_at          timestamptz not null,
    primary key (channel_account_id, name, language)
);
