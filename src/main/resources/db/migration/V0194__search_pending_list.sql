-- New messages are put into the search in portions, by the transaction that finds a portion full: 128 kB of them take milliseconds, the 4 MB that
-- are usual a sixth of a second, in which nobody's message is filed.
alter index message_search set (gin_pending_list_limit = 128);
