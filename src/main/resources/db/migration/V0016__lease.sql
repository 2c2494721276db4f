-- Who of many replicas does a scheduled piece of work.
create table lease (
    name  text primary key,
    owner text not null,
    until timestamptz not null
);
