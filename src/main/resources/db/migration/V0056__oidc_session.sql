-- What the identity provider calls the sessions that began there, so that it can end them.
alter table user_session
    add column began_at_provider boolean not null default false,
    add column oidc_sid text check (length(oidc_sid) <= 255);
update user_session set began_at_provider = true where sign_out_url is not null;
