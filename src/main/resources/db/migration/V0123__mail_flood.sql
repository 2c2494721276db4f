-- How many mails somebody wrote lately.
create index message_mail_sender on message (channel_account_id, (content -> 'mail' -> 'from' ->> 'address'), created_at)
    where direction = 'inbound' and content ? 'mail';
