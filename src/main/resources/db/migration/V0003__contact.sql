create table crm_record (
    id              uuid primary key,
    organization_id uuid not null references organization,
    kind            text not null check (kind in ('client', 'contact', 'lead')),
    name            text not null check (length(btrim(name)) between 1 and 200),
    email           text,
    phone           text,
    url             text,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);
create index crm_record_email on crm_record (organization_id, lower(email)) where email is not null;
create index crm_record_phone on crm_record (organization_id, phone) where phone is not null;

create table contact (
    id              uuid primary key,
    organization_id uuid not null references organization,
    name            text not null,
    -- true once a person or a proven source gave the name, so that a provider's profile no longer changes it
    name_is_set     boolean not null default false,
    email           text,
    phone           text,
    avatar_url      text,
    locale          text,
    attributes      jsonb not null default '{}',
    crm_record_id   uuid references crm_record on delete set null,
    is_blocked      boolean not null default false,
    merged_into_id  uuid references contact,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, id)
);
create index contact_list on contact (organization_id, id desc) where merged_into_id is null;

-- A person's id on one channel account, or their phone number or mail address anywhere.
create table contact_identity (
    id                 uuid primary key,
    organization_id    uuid not null,
    contact_id         uuid not null,
    kind               text not null check (kind in ('provider', 'phone', 'email')),
    channel_account_id uuid references channel_account on delete cascade,
    channel_type       text,
    value              text not null check (length(value) between 1 and 512),
    display_name       text,
    -- false: a claim that may be written to but never matched by
    is_verified        boolean not null default true,
    unreachable_reason text,
    created_at         timestamptz not null,
    foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade,
    check ((kind = 'provider') = (channel_account_id is not null))
);
create unique index contact_identity_provider on contact_identity (channel_account_id, value) where kind = 'provider';
create unique index contact_identity_address on contact_identity (organization_id, kind, value) where kind <> 'provider' and is_verified;
create index contact_identity_type on contact_identity (organization_id, channel_type, value) where kind = 'provider';
create index contact_identity_contact on contact_identity (contact_id);
