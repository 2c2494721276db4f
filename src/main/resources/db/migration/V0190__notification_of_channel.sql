-- What a notification is about: a conversation or a channel account
alter table notification alter column conversation_id drop not null;
alter table notification add column channel_account_id uuid references channel_account on delete cascade;
alter table notification add check ((conversation_id is null) <> (channel_account_id is null));
create index notification_account on notification (channel_account_id) where channel_account_id is not null;
