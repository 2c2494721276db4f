-- Journal and change feed hold one partition a day, cut by the milliseconds at the head of a UUIDv7.
create function uuid_of_day(day date) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Makes sure that yesterday to so many days ahead exist. Replicas that start together wait for each other.
create function ensure_day_partitions(parent text, days_ahead int) returns void language plpgsql as $$
declare
    day date;
begin
    perform pg_advisory_xact_lock(hashtext('day_partitions'));
    for day in select generate_series((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + days_ahead, interval '1 day')::date loop
        if to_regclass(parent || '_' || to_char(day, 'YYYYMMDD')) is null then
            execute format('create table %I partition of %I for values from (%L) to (%L)',
                parent || '_' || to_char(day, 'YYYYMMDD'), parent, uuid_of_day(day), uuid_of_day(day + 1));
        end if;
    end loop;
end $$;

-- Drops the days that are older than so many days; how retention forgets without deleting rows.
create function drop_day_partitions(parent text, keep_days int) returns int language plpgsql as $$
declare
    old text;
    dropped int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('day_partitions'));
    for old in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = parent::regclass
          and right(c.relname, 8) < to_char((now() at time zone 'UTC')::date - keep_days, 'YYYYMMDD')
    loop
        execute format('drop table %I', old);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
