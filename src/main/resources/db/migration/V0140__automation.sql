-- Rules as admins see and edit them.
create table automation_rule (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    name            text not null check (length(btrim(name)) between 1 and 200),
    event           text not null,
    is_active       boolean not null,
    position        int not null,
    conditions      jsonb not null,
    actions         jsonb not null,
    stop            boolean not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, id)
);
create index automation_rule_order on automation_rule (organization_id, position, id);

-- Counts the changes to an organization's rules: a replica that compiled another version compiles again.
create table automation_version (
    organization_id uuid primary key references organization on delete cascade,
    version         bigint not null
);

-- Active rules as they were from one version to another: what runs now is what has no end, and a trace is explained by what ran then.
create table automation_rule_revision (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    rule_id         uuid not null,
    since           bigint not null,
    until           bigint,
    since_at        timestamptz not null,
    name            text not null,
    event           text not null,
    position        int not null,
    conditions      jsonb not null,
    actions         jsonb not null,
    stop            boolean not null
);
create unique index automation_rule_revision_now on automation_rule_revision (rule_id) where until is null;
create index automation_rule_revision_book on automation_rule_revision (organization_id, since);

-- What rules were tried on, what they saw, and what the matching ones did. Which others did not match, and why, follows from it.
create table automation_trace (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    conversation_id uuid not null references conversation on delete cascade,
    message_id      uuid references message on delete cascade,
    event           text not null,
    depth           int not null,
    version         bigint not null,
    facts           jsonb not null,
    results         jsonb not null,
    -- why nothing, or nothing more, was done
    halted          text,
    created_at      timestamptz not null
);
create index automation_trace_message on automation_trace (message_id, id) where message_id is not null;
create index automation_trace_conversation on automation_trace (conversation_id, id);
create index automation_trace_age on automation_trace (created_at);
create index automation_trace_halted on automation_trace (organization_id, id desc) where halted = 'recursion';

-- An idle rule acts once on a silence: one after this message.
create table automation_idle (
    conversation_id uuid not null references conversation on delete cascade,
    rule_id         uuid not null,
    message_id      uuid not null,
    at              timestamptz not null,
    primary key (conversation_id, rule_id)
);

-- What a rule does outside of the database, after the commit.
create table automation_job (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    conversation_id uuid not null references conversation on delete cascade,
    message_id      uuid references message on delete cascade,
    rule_id         uuid not null,
    rule_name       text not null,
    kind            text not null check (kind in ('webhook', 'ai')),
    payload         jsonb not null,
    state           text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    attempts        int not null default 0,
    not_before      timestamptz not null,
    leased_until    timestamptz,
    outcome         text,
    created_at      timestamptz not null,
    done_at         timestamptz
);
create index automation_job_due on automation_job (not_before) where state in ('queued', 'running');
create index automation_job_conversation on automation_job (conversation_id);
create index automation_job_age on automation_job (done_at) where done_at is not null;

create table automation_setting (
    organization_id       uuid primary key references organization on delete cascade,
    -- signs what call_webhook posts
    sealed_webhook_secret text,
    ai_prompt             text,
    ai_daily_replies      int not null default 1000,
    ai_replies            int not null default 0,
    ai_day                date
);

-- Whose turn it is in a team.
create table routing_turn (
    team_id uuid not null references team on delete cascade,
    user_id uuid not null references app_user on delete cascade,
    last_at timestamptz,
    primary key (team_id, user_id)
);

create table canned_response (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    short_code      text not null check (short_code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    text            text not null,
    -- null: for everybody
    team_id         uuid,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, id),
    unique (organization_id, short_code),
    foreign key (organization_id, team_id) references team (organization_id, id) on delete cascade
);

create table ticket_number (
    organization_id uuid primary key references organization on delete cascade,
    last            bigint not null
);

create table ticket (
    id              uuid primary key,
    organization_id uuid not null references organization on delete cascade,
    number          bigint not null,
    subject         text not null check (length(btrim(subject)) between 1 and 300),
    description     text,
    status          text not null check (status in ('open', 'pending', 'resolved', 'closed')),
    priority        text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    assignee_id     uuid,
    conversation_id uuid references conversation on delete set null,
    created_by      text not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, id),
    unique (organization_id, number),
    foreign key (organization_id, assignee_id) references app_user (organization_id, id)
);
create index ticket_list on ticket (organization_id, id desc);
create index ticket_conversation on ticket (conversation_id) where conversation_id is not null;

-- The AI is silent here: a person has to answer.
create table ai_handover (
    conversation_id uuid primary key references conversation on delete cascade,
    reason          text not null,
    at              timestamptz not null
);
