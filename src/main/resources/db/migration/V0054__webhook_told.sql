-- When the admins were told by mail that a receiver was disabled; one that was disabled before there were such mails is no news.
alter table webhook_subscription add column told_at timestamptz;
update webhook_subscription set told_at = disabled_at where disabled_at is not null;
