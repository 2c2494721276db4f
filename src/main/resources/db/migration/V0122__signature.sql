-- What stands below an agent's mails: sanitised HTML with merge fields.
create table agent_signature (
    user_id    uuid primary key references app_user on delete cascade,
    html       text not null,
    updated_at timestamptz not null
);

-- Accounts' signatures were plain text with a place for the agent's name.
update channel_account
set settings = jsonb_set(settings, '{signature}', to_jsonb(
    replace(replace(replace(replace(replace(settings ->> 'signature', '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), E'\n', '<br>'), '{agent}', '{{agent.name}}')))
where type = 'EMAIL' and jsonb_typeof(settings -> 'signature') = 'string';
