-- Bytes whose row is gone, however it went: they are deleted from the file store soon after the commit.
create table discarded_file (
    storage_key  text primary key,
    discarded_at timestamptz not null default now()
);

create function discard_file() returns trigger language plpgsql as $$
begin
    insert into discarded_file (storage_key) values (old.storage_key) on conflict do nothing;
    return null;
end
$$;

create trigger attachment_discards_file after delete on attachment
    for each row when (old.storage_key is not null) execute function discard_file();
