-- The existing tables become the first partitions, up to a bound ahead of what is written now: a tenth of what they hold, at least a
-- million. New rows are below it until the next migrations have run, so these checks refuse nothing. They are proved later, without a
-- lock that writers wait for: attaching a partition whose check is proved reads no row.
DO $$
DECLARE
  first_xid bigint;
  last_xid bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  last_id bigint;
BEGIN
  SELECT min("xid"), greatest(max("xid"), last_xid) INTO first_xid, last_xid FROM "events";
  SELECT coalesce(max("id"), 0) INTO last_id FROM "provider_calls";
  EXECUTE format('ALTER TABLE "events" ADD CONSTRAINT "events_first_bound" CHECK ("xid" < %s) NOT VALID',
    last_xid + greatest(1000000, (last_xid - coalesce(first_xid, last_xid)) / 10));
  EXECUTE format('ALTER TABLE "provider_calls" ADD CONSTRAINT "provider_calls_first_bound" CHECK ("id" < %s) NOT VALID',
    last_id + greatest(1000000, last_id / 10));
END $$;
