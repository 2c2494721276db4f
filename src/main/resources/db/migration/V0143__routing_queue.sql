-- Conversations that wait for somebody of a team who is there and has room.
create table routing_queue (
    conversation_id uuid primary key references conversation on delete cascade,
    organization_id uuid not null references organization on delete cascade,
    team_id         uuid not null references team on delete cascade,
    strategy        text not null check (strategy in ('round_robin', 'least_busy')),
    -- how many open conversations somebody may have before they get no more; null: any number
    capacity        int,
    -- in whose name it is given away: the rule
    by_id           uuid,
    by_name         text not null,
    since           timestamptz not null
);
create index routing_queue_team on routing_queue (team_id, since);
create index routing_queue_organization on routing_queue (organization_id);
