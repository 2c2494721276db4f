-- When the provider was asked for a person's name and picture, where its events do not tell them.
alter table contact_identity add column profile_asked_at timestamptz;
