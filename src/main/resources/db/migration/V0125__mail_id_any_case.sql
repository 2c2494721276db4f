-- Some programs change the case of the ids they answer.
create index message_mail_id on message (channel_account_id, lower(provider_message_id)) where provider_message_id is not null and content ? 'mail';
