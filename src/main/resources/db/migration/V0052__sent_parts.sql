-- The provider's ids of the parts that arrived before a later one was refused: the next attempt goes on behind them.
alter table message add column sent_parts text[];
