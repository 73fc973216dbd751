-- no-transaction
CREATE UNIQUE INDEX CONCURRENTLY "events_position" ON "events" ("xid", "seq");
