-- A channel that stops is told to owners and admins once: connecting it arms the alert, the alert disarms it.
alter table channel_account add column alert_armed boolean not null default false;
update channel_account set alert_armed = connection_state = 'connected';
create index channel_account_alert on channel_account (id) where alert_armed and connection_state = 'disconnected';
