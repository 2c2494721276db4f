-- Tickets that people open go to the workspace's help desk; those of a rule to the rule's.
alter table automation_setting add column help_desk text;

-- A job that no rule asked for, and that is about no conversation.
alter table automation_job alter column conversation_id drop not null, alter column rule_id drop not null, alter column rule_name drop not null;

-- Who else was told of the ticket, and what became of that.
alter table ticket
    add column help_desk        text,
    add column help_desk_state  text check (help_desk_state in ('queued', 'done', 'failed')),
    add column help_desk_detail text,
    add constraint ticket_help_desk check ((help_desk is null) = (help_desk_state is null));
