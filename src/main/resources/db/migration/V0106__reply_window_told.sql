-- what the provider said of the reply window, and when: it wins over our own reckoning until the customer writes again
alter table conversation add column window_closes_at timestamptz, add column window_told_at timestamptz;
