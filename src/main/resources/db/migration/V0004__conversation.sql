create table conversation (
    id                  uuid primary key,
    organization_id     uuid not null,
    number              bigint not null,
    channel_account_id  uuid not null,
    channel_type        text not null,
    contact_id          uuid not null,
    contact_identity_id uuid not null references contact_identity,
    thread_key          text not null,
    group_name          text,
    subject             text,
    attributes          jsonb not null default '{}',
    status              text not null default 'open' check (status in ('open', 'pending', 'resolved', 'closed')),
    priority            text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    assignee_id         uuid,
    team_id             uuid,
    snoozed_until       timestamptz,
    unread_count        int not null default 0 check (unread_count >= 0),
    -- the list row: never computed from messages
    last_message_id        uuid,
    last_message_preview   text,
    last_message_direction text,
    last_message_status    text,
    last_message_at        timestamptz,
    last_inbound_at     timestamptz,
    first_inbound_at    timestamptz,
    first_response_at   timestamptz,
    resolved_at         timestamptz,
    archived_at         timestamptz,
    -- what the inbox sorts by
    activity_at         timestamptz not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    unique (organization_id, id),
    unique (organization_id, number),
    foreign key (organization_id, channel_account_id) references channel_account (organization_id, id),
    foreign key (organization_id, contact_id) references contact (organization_id, id),
    foreign key (organization_id, assignee_id) references app_user (organization_id, id),
    foreign key (organization_id, team_id) references team (organization_id, id) on delete set null (team_id)
);
-- One live conversation per thread, however many replicas apply a burst at once.
create unique index conversation_live on conversation (channel_account_id, thread_key) where status in ('open', 'pending');
create index conversation_thread on conversation (channel_account_id, thread_key, activity_at desc);
create index conversation_contact on conversation (contact_id, activity_at desc);
create index conversation_inbox on conversation (organization_id, activity_at desc, id desc) where archived_at is null;
create index conversation_inbox_status on conversation (organization_id, status, activity_at desc, id desc) where archived_at is null;
create index conversation_inbox_assignee on conversation (organization_id, assignee_id, status, activity_at desc, id desc) where archived_at is null;
create index conversation_inbox_team on conversation (organization_id, team_id, status, activity_at desc, id desc) where archived_at is null and team_id is not null;
create index conversation_inbox_account on conversation (channel_account_id, status, activity_at desc, id desc) where archived_at is null;
create index conversation_snoozed on conversation (snoozed_until) where snoozed_until is not null;

-- The last conversation number given out, per organization.
create table conversation_number (
    organization_id uuid primary key references organization,
    last            bigint not null
);

create table tag (
    id              uuid primary key,
    organization_id uuid not null references organization,
    name            text not null check (length(btrim(name)) between 1 and 60),
    color           text,
    created_at      timestamptz not null default now(),
    unique (organization_id, id)
);
create unique index tag_name on tag (organization_id, lower(name));

create table conversation_tag (
    organization_id uuid not null,
    conversation_id uuid not null,
    tag_id          uuid not null,
    primary key (conversation_id, tag_id),
    foreign key (organization_id, conversation_id) references conversation (organization_id, id) on delete cascade,
    foreign key (organization_id, tag_id) references tag (organization_id, id) on delete cascade
);
create index conversation_tag_tag on conversation_tag (tag_id, conversation_id);

create table message (
    id                  uuid primary key,
    organization_id     uuid not null,
    conversation_id     uuid not null references conversation on delete cascade,
    channel_account_id  uuid not null,
    direction           text not null check (direction in ('inbound', 'outbound', 'note', 'event')),
    kind                text not null,
    text                text,
    html                text,
    -- structured kinds: location, contact cards, poll, postback, buttons, template
    content             jsonb,
    author_type         text not null check (author_type in ('contact', 'user', 'automation', 'ai', 'system')),
    author_id           uuid,
    author_name         text,
    provider_message_id text check (length(provider_message_id) <= 512),
    reply_to_id         uuid,
    -- the answered message's provider id, until that message is known
    reply_to_provider_id text,
    -- made by the sender's browser: the second copy of a POST is the first
    client_id           uuid,
    delivery_status     text check (delivery_status in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed')),
    error               jsonb,
    reactions           jsonb not null default '[]',
    has_attachments     boolean not null default false,
    journal_id          uuid,
    edited_at           timestamptz,
    deleted_at          timestamptz,
    -- the provider's time for inbound, ours for outbound: what the thread is sorted by
    created_at          timestamptz not null,
    received_at         timestamptz not null,
    sent_at             timestamptz,
    delivered_at        timestamptz,
    read_at             timestamptz,
    check ((direction = 'outbound') = (delivery_status is not null))
);
-- Applied exactly once: redelivery, replay and two replicas meet here.
create unique index message_provider_id on message (channel_account_id, provider_message_id) where provider_message_id is not null;
create unique index message_client_id on message (conversation_id, client_id) where client_id is not null;
create index message_thread on message (conversation_id, created_at desc, id desc);

-- Further provider ids of one message (an album, a split text), so that receipts and replies find it.
create table message_part (
    channel_account_id  uuid not null,
    provider_message_id text not null,
    message_id          uuid not null references message on delete cascade,
    primary key (channel_account_id, provider_message_id)
);
create index message_part_message on message_part (message_id);

-- What an edited message said before.
create table message_revision (
    message_id  uuid not null references message on delete cascade,
    replaced_at timestamptz not null,
    text        text,
    html        text,
    primary key (message_id, replaced_at)
);

create table attachment (
    id              uuid primary key,
    organization_id uuid not null references organization,
    message_id      uuid references message on delete cascade,
    position        int not null default 0,
    kind            text not null check (kind in ('image', 'video', 'audio', 'file', 'sticker')),
    file_name       text not null,
    content_type    text not null,
    size            bigint,
    state           text not null check (state in ('stored', 'fetching', 'failed')),
    storage_key     text,
    -- where the bytes still are, until they are stored
    media_ref       jsonb,
    error           jsonb,
    uploaded_by     text,
    created_at      timestamptz not null,
    check (state <> 'stored' or storage_key is not null)
);
create index attachment_message on attachment (message_id) where message_id is not null;
create index attachment_unused on attachment (created_at) where message_id is null;

-- Receipts that overtook their message.
create table parked_receipt (
    channel_account_id  uuid not null references channel_account on delete cascade,
    provider_message_id text not null,
    status              text not null,
    at                  timestamptz not null,
    error               jsonb,
    created_at          timestamptz not null,
    primary key (channel_account_id, provider_message_id, status)
);

-- One row for each conversation's first answer: exact percentiles over any range.
create table first_response (
    conversation_id    uuid primary key references conversation on delete cascade,
    channel_account_id uuid not null references channel_account on delete cascade,
    responded_at       timestamptz not null,
    seconds            double precision not null
);
create index first_response_range on first_response (channel_account_id, responded_at);

-- Counts behind the inbox views. Writers only add deltas, so no two of them ever wait for each other; a job folds them.
create table inbox_count (
    organization_id uuid not null references organization on delete cascade,
    status          text not null,
    assignee_id     uuid,
    team_id         uuid,
    count           bigint not null,
    unread          bigint not null
);
create index inbox_count_organization on inbox_count (organization_id);

create function conversation_counted() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.archived_at is null then
        insert into inbox_count values (old.organization_id, old.status, old.assignee_id, old.team_id, -1, -(old.unread_count > 0)::int);
    end if;
    if tg_op <> 'DELETE' and new.archived_at is null then
        insert into inbox_count values (new.organization_id, new.status, new.assignee_id, new.team_id, 1, (new.unread_count > 0)::int);
    end if;
    return null;
end $$;
create trigger conversation_created after insert or delete on conversation
    for each row execute function conversation_counted();
create trigger conversation_moved after update of status, assignee_id, team_id, unread_count, archived_at on conversation
    for each row
    when ((old.status, old.assignee_id, old.team_id, old.unread_count > 0, old.archived_at is null)
        is distinct from (new.status, new.assignee_id, new.team_id, new.unread_count > 0, new.archived_at is null))
    execute function conversation_counted();
