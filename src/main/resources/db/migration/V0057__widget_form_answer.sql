-- Which answer took a form that was sent to a visitor: the first one, and no other.
create table widget_form_answer (
    message_id uuid primary key references message on delete cascade,
    -- the provider id that the answer has once it is filed
    answer_id  text not null,
    taken_at   timestamptz not null
);
