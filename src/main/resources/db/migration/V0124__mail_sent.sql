-- How many mails left an account lately.
create index message_mail_sent on message (channel_account_id, created_at) where direction = 'outbound' and content ? 'mail';
