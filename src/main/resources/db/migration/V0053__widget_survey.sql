-- How visitors rate what was done for them: once for each time that a conversation was resolved, and they may change their mind.
create table widget_survey (
    conversation_id uuid not null references conversation on delete cascade,
    resolved_at     timestamptz not null,
    rating          smallint not null check (rating between 1 and 5),
    comment         text check (length(comment) <= 2000),
    answered_at     timestamptz not null,
    primary key (conversation_id, resolved_at)
);
