-- How many recipients an account's mails had, by spans of ten minutes: what its provider allows within a day is looked up here.
create table mail_quota (
    channel_account_id uuid not null references channel_account on delete cascade,
    began_at           timestamptz not null,
    recipients         int not null,
    primary key (channel_account_id, began_at)
);
insert into mail_quota (channel_account_id, began_at, recipients)
select channel_account_id, date_bin('10 minutes', sent_at, 'epoch'),
    sum(greatest(1, jsonb_array_length(coalesce(content -> 'mail' -> 'to', '[]')) + jsonb_array_length(coalesce(content -> 'mail' -> 'cc', '[]'))
        + jsonb_array_length(coalesce(content -> 'mail' -> 'bcc', '[]'))))
from message
where direction = 'outbound' and content ? 'mail' and created_at > now() - interval '2 days' and sent_at > now() - interval '1 day'
group by 1, 2;
drop index message_mail_sent;
