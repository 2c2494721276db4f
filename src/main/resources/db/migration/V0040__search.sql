-- Words of messages, contacts and subjects. The simple configuration: no language is guessed, no word is left out.
create index message_search on message using gin (to_tsvector('simple', text)) where text is not null and direction <> 'event';
create index contact_search on contact
    using gin (to_tsvector('simple', name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''))) where merged_into_id is null;
create index conversation_search on conversation using gin (to_tsvector('simple', subject)) where subject is not null;
