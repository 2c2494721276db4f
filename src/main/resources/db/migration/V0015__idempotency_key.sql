-- The first result of a creating request, kept for those who ask again with the same key.
create table idempotency_key (
    -- organization and caller: keys of two callers never meet
    scope        text not null,
    key          text not null check (length(key) between 1 and 255),
    request_hash bytea not null,
    -- null while the first request is still at work
    status       int,
    headers      jsonb not null default '{}',
    -- sealed: some results show a secret once
    body         text,
    -- until then a request without a result counts as being at work; afterwards it is taken for dead
    locked_until timestamptz not null,
    expires_at   timestamptz not null,
    primary key (scope, key)
);
create index idempotency_key_expiry on idempotency_key (expires_at);
