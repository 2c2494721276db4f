-- The inbox is sorted by the last activity, which every message moves. An index on that time, and with it every other index of the row, would get a
-- new entry with every message; on its minute it gets one a minute, and in between the row is replaced within its page, where there is room for that.
-- Within a minute a page of the list is sorted when it is asked for.
drop index conversation_thread, conversation_contact, conversation_inbox, conversation_inbox_status, conversation_inbox_assignee, conversation_inbox_team, conversation_inbox_account;

alter table conversation set (fillfactor = 70);
alter table conversation
    add column activity_minute timestamp not null generated always as (date_trunc('minute', activity_at at time zone 'UTC')) stored;

create index conversation_thread on conversation (channel_account_id, thread_key);
create index conversation_contact on conversation (contact_id);
create index conversation_inbox on conversation (organization_id, activity_minute desc) where archived_at is null;
create index conversation_inbox_status on conversation (organization_id, status, activity_minute desc) where archived_at is null;
create index conversation_inbox_assignee on conversation (organization_id, assignee_id, status, activity_minute desc) where archived_at is null;
create index conversation_inbox_team on conversation (organization_id, team_id, status, activity_minute desc) where archived_at is null and team_id is not null;
create index conversation_inbox_account on conversation (channel_account_id, status, activity_minute desc) where archived_at is null;
