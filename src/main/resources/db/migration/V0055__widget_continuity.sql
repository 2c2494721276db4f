-- When a visitor who had left was last mailed what they had not read: once for each time that they were away.
create table widget_continuity (
    conversation_id uuid primary key references conversation on delete cascade,
    mailed_at       timestamptz not null,
    -- the newest message that the mail told of
    message_id      uuid not null,
    -- why it could not be mailed; null where it was
    problem         jsonb
);
