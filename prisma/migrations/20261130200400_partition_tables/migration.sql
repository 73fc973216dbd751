-- The tables become partitioned, with what they hold as the first partition. No row is read or copied: the locks are held for
-- milliseconds, and a migration that does not get them soon fails and is tried again at the next start.
SET LOCAL lock_timeout = '5s';
LOCK TABLE "events", "provider_calls" IN ACCESS EXCLUSIVE MODE;

-- Events, by the ids of their transactions: the log's order. The position takes the place of two keys.
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
DROP TRIGGER "events_are_appended" ON "events";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER TABLE "events" DROP CONSTRAINT "events_pkey";
ALTER TABLE "events" ADD CONSTRAINT "events_first_pkey" PRIMARY KEY USING INDEX "events_position";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
DROP INDEX "events_xid_seq_idx";
-- survived: for a moment locked; a table of the same name and columns takes its place in this transaction
ALTER TABLE "events" RENAME TO "events_first";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER INDEX "events_merchant_id_mode_xid_seq_idx" RENAME TO "events_first_merchant_id_mode_xid_seq_idx";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER INDEX "events_consumer_id_xid_seq_idx" RENAME TO "events_first_consumer_id_xid_seq_idx";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER INDEX "events_subject_id_seq_idx" RENAME TO "events_first_subject_id_seq_idx";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER INDEX "events_of_occurrences" RENAME TO "events_first_of_occurrences";

CREATE TABLE "events" (LIKE "events_first" INCLUDING DEFAULTS INCLUDING STORAGE,
  CONSTRAINT "events_pkey" PRIMARY KEY ("xid", "seq")) PARTITION BY RANGE ("xid");
ALTER SEQUENCE "events_seq_seq" OWNED BY "events"."seq";
CREATE INDEX "events_merchant_id_mode_xid_seq_idx" ON "events"("merchant_id", "mode", "xid", "seq");
CREATE INDEX "events_consumer_id_xid_seq_idx" ON "events"("consumer_id", "xid", "seq");
CREATE INDEX "events_subject_id_seq_idx" ON "events"("subject_id", "seq");
CREATE INDEX "events_of_occurrences" ON "events" ((data ->> 'occurrenceId'), seq)
  WHERE (data ->> 'occurrenceId') IS NOT NULL;
CREATE TRIGGER "events_are_appended" BEFORE UPDATE OR DELETE ON "events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_the_log"();

-- What no other partition takes: a row is never refused. Each later partition is made with its indexes, which include two that a
-- partitioned table cannot have, because they do not contain the xid.
CREATE TABLE "events_rest" PARTITION OF "events" DEFAULT;
CREATE UNIQUE INDEX "events_rest_id" ON "events_rest" ("id");
CREATE UNIQUE INDEX "events_rest_one_per_version" ON "events_rest" ("subject_id", "version") WHERE "change";

-- Calls, by their ids: these rise with time.
-- survived: for a moment locked; a table of the same name and columns takes its place in this transaction
ALTER TABLE "provider_calls" RENAME TO "provider_calls_first";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER TABLE "provider_calls_first" RENAME CONSTRAINT "provider_calls_pkey" TO "provider_calls_first_pkey";
-- locks: for a moment; a table of the same name and columns takes its place in this transaction
ALTER INDEX "provider_calls_provider_request_id_idx" RENAME TO "provider_calls_first_provider_request_id_idx";
CREATE TABLE "provider_calls" (LIKE "provider_calls_first" INCLUDING DEFAULTS INCLUDING STORAGE,
  CONSTRAINT "provider_calls_pkey" PRIMARY KEY ("id")) PARTITION BY RANGE ("id");
ALTER SEQUENCE "provider_calls_id_seq" OWNED BY "provider_calls"."id";
CREATE INDEX "provider_calls_provider_request_id_idx" ON "provider_calls"("provider_request_id");
ALTER TABLE "provider_calls" ADD CONSTRAINT "provider_calls_provider_request_id_fkey" FOREIGN KEY ("provider_request_id") REFERENCES "provider_requests"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE TABLE "provider_calls_rest" PARTITION OF "provider_calls" DEFAULT;

DO $$
DECLARE
  parent text;
  bound text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'provider_calls'] LOOP
    SELECT substring(pg_get_constraintdef(oid) FROM '\d+') INTO STRICT bound
      FROM pg_constraint WHERE conname = parent || '_first_bound';
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%s)', parent, parent || '_first', bound);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', parent || '_first', parent || '_first_bound');
  END LOOP;
END $$;

-- CreateTable
CREATE TABLE "archives" (
    "name" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "rows" BIGINT NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "last_xid" BIGINT,
    "last_seq" BIGINT,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "archives_pkey" PRIMARY KEY ("name")
);
