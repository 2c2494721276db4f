-- Two contacts of whom a provider said that they are one person, after both had written. They stay two until somebody merges them.
create table contact_same (
    organization_id uuid not null,
    -- who is known by the person's ids from now on
    contact_id      uuid not null,
    other_id        uuid not null,
    told_at         timestamptz not null,
    primary key (contact_id, other_id),
    check (contact_id <> other_id),
    foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade,
    foreign key (organization_id, other_id) references contact (organization_id, id) on delete cascade
);
create index contact_same_other on contact_same (other_id);
