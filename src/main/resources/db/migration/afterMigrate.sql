-- Runs at every start, before the first request: a service that was down for weeks finds today's partitions.
select ensure_day_partitions('journal_event', 3);
select ensure_day_partitions('change_event', 3);
