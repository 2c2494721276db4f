-- A provider may know one person under several ids (a phone number, an id that hides it, a number's national variants): the first
-- one that was seen names the thread, the others point to it.
alter table contact_identity add column alias_of uuid references contact_identity on delete cascade;
create index contact_identity_alias on contact_identity (alias_of) where alias_of is not null;
