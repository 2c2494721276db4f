-- One way of a browser to a provider's consent page and back. Secrets are sealed; a state is used once, and not after its time.
create table oauth_attempt (
    id                 uuid primary key,
    organization_id    uuid not null,
    channel_account_id uuid not null,
    offer              text not null,
    state_hash         bytea not null unique,
    -- who began: the browser that comes back must be theirs
    session_id         uuid,
    user_id            uuid,
    token_id           uuid,
    sealed_verifier    text,
    redirect_uri       text not null,
    status             text not null check (status in ('started', 'redeeming', 'choosing', 'connected', 'failed')),
    problem            jsonb,
    sealed_choices     text,
    created_at         timestamptz not null,
    expires_at         timestamptz not null,
    foreign key (organization_id, channel_account_id) references channel_account (organization_id, id) on delete cascade
);
create index oauth_attempt_latest on oauth_attempt (channel_account_id, created_at desc);

alter table channel_account
    -- the way of consenting that the credentials came from
    add column oauth_offer         text,
    -- when the credentials are to be exchanged for fresh ones: also the lease of whoever does it
    add column refresh_at          timestamptz,
    -- the last of the warnings, in days, that was given before the credentials end
    add column expiry_warned_days  int;
create index channel_account_refresh on channel_account (refresh_at) where refresh_at is not null and archived_at is null;
create index channel_account_expiry on channel_account (expires_at) where expires_at is not null and archived_at is null;
