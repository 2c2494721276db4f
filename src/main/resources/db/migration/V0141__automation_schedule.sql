-- When a scheduled rule looks.
alter table automation_rule add column schedule jsonb;
alter table automation_rule_revision add column schedule jsonb;

-- The last of its times at which a scheduled rule has looked at everything.
create table automation_schedule (
    rule_id         uuid primary key references automation_rule on delete cascade,
    organization_id uuid not null references organization on delete cascade,
    slot            timestamptz not null
);

-- The last of its times at which a scheduled rule acted on a conversation: once each.
create table automation_firing (
    conversation_id uuid not null references conversation on delete cascade,
    rule_id         uuid not null,
    slot            timestamptz not null,
    primary key (conversation_id, rule_id)
);

-- What became of a job, for screens in any language: a code and its values beside the words.
alter table automation_job add column told jsonb;
alter table automation_job drop constraint automation_job_kind_check;
alter table automation_job add constraint automation_job_kind_check check (kind in ('webhook', 'ai', 'mail'));
