-- What the provider said of the person last, as a hash: the same again changes nothing, and undoes nothing that people wrote.
alter table contact_identity add column profile bigint;

-- A person's picture is a file that belongs to them and to no message.
alter table attachment add column contact_id uuid references contact on delete cascade;
create index attachment_contact on attachment (contact_id) where contact_id is not null;
drop index attachment_unused;
create index attachment_unused on attachment (created_at) where message_id is null and contact_id is null;
