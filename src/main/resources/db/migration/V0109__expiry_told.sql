-- Which of the warnings before a channel's credentials end its admins were told of.
alter table channel_account add column expiry_told_days int;
update channel_account set expiry_told_days = expiry_warned_days;
create index channel_account_expiry_told on channel_account (id) where expiry_told_days is distinct from expiry_warned_days;
