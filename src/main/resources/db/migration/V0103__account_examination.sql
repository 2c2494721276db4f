alter table channel_account
    -- items: what the provider said of rights and standing when it was last examined (code, grade, detail, hint)
    add column findings         jsonb,
    -- since credentials were last refreshed: while it is more than none, their end is worth a warning
    add column refresh_failures int not null default 0;
