-- What somebody is to see, about a conversation. Kept for a while after it was read.
create table notification (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    user_id         uuid not null,
    conversation_id uuid not null references conversation on delete cascade,
    -- who says so: a rule's name
    by_name         text not null,
    text            text not null,
    created_at      timestamptz not null,
    read_at         timestamptz,
    foreign key (organization_id, user_id) references app_user (organization_id, id) on delete cascade
);
create index notification_list on notification (user_id, id desc);
create index notification_unread on notification (user_id) where read_at is null;
create index notification_age on notification (created_at);
create index notification_conversation on notification (conversation_id);
