-- How far a mailbox was read. Written in the transaction that journals the mails up to there.
create table mailbox_checkpoint (
    channel_account_id uuid not null references channel_account on delete cascade,
    folder             text not null,
    uid_validity       bigint not null,
    last_uid           bigint not null,
    updated_at         timestamptz not null,
    primary key (channel_account_id, folder)
);

-- By what a conversation of mails is found, beside the ids of its messages.
create table mail_thread (
    conversation_id    uuid primary key references conversation on delete cascade,
    channel_account_id uuid not null references channel_account on delete cascade,
    -- without prefixes, in lower case; null where there is none
    subject            text,
    -- the secret part of the address that answers go to, made when the first answer leaves
    reply_token        text unique
);
create index mail_thread_subject on mail_thread (channel_account_id, subject) where subject is not null;

-- Everybody whom mails of a conversation came from or went to, ourselves left out.
create table mail_participant (
    conversation_id uuid not null references conversation on delete cascade,
    address         text not null,
    primary key (conversation_id, address)
);

-- The whole of a message that is shown without its quotes and its signature.
create table message_full (
    message_id uuid primary key references message on delete cascade,
    text       text,
    html       text
);

-- True for a picture that the text itself shows.
alter table attachment add column is_inline boolean not null default false;
