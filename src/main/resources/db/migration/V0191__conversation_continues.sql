-- The earlier conversation of the same thread that a new one goes on with: that one was closed, or resolved too long ago to be taken up again.
alter table conversation add column continues_id uuid references conversation on delete set null;
create index conversation_continued on conversation (continues_id) where continues_id is not null;
