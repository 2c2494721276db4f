-- Purging takes its time on a large account: from this moment it is gone for everybody but the job that clears it away.
alter table channel_account add column purge_requested_at timestamptz check (purge_requested_at is null or archived_at is not null);
create index channel_account_purge on channel_account (purge_requested_at) where purge_requested_at is not null;
