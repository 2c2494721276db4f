-- when the provider itself last told of the connection, by its own clock: an older telling that comes late changes nothing
alter table channel_account add column connection_told_at timestamptz;
