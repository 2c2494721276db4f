-- Mails that were deleted here and may still lie in their mailbox: they do not come back when it is read again. Hashes only, as nothing of
-- the mail itself may outlive it.
create table mail_tombstone (
    channel_account_id uuid not null references channel_account on delete cascade,
    id_hash            bytea not null,
    content_hash       text not null,
    deleted_at         timestamptz not null default now(),
    primary key (channel_account_id, id_hash, content_hash)
);

-- Two mails with one id are told apart by a mark behind it.
create function mail_id_hash(id text) returns bytea language sql immutable as $$
    select sha256(convert_to(regexp_replace(id, '#[0-9a-f]{12}$', ''), 'UTF8'))
$$;

create function bury_mails() returns trigger language plpgsql as $$
begin
    insert into mail_tombstone (channel_account_id, id_hash, content_hash)
    select gone.channel_account_id, mail_id_hash(gone.provider_message_id), gone.content -> 'mail' ->> 'content_hash'
    from gone join channel_account a on a.id = gone.channel_account_id
    where gone.provider_message_id is not null and gone.content -> 'mail' ? 'content_hash'
    on conflict do nothing;
    return null;
end $$;
create trigger message_buries_mails after delete on message referencing old table as gone for each statement execute function bury_mails();
