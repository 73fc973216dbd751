CREATE TYPE "audit_actor_kind" AS ENUM ('KEY', 'CLIENT_TOKEN', 'OPERATOR', 'CONSOLE');
CREATE TYPE "audit_outcome" AS ENUM ('DONE', 'REPLAYED', 'REFUSED', 'FAILED');

CREATE TABLE "audit_log" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "audit_actor_kind" NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_id" TEXT,
    "outcome" "audit_outcome" NOT NULL,
    "code" TEXT,
    "reason" TEXT,
    "address" TEXT,
    "request_id" TEXT,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "audit_log_merchant_id_mode_id_idx" ON "audit_log"("merchant_id", "mode", "id");
CREATE INDEX "audit_log_merchant_id_mode_actor_id_id_idx" ON "audit_log"("merchant_id", "mode", "actor_id", "id");
CREATE INDEX "audit_log_merchant_id_mode_object_id_id_idx" ON "audit_log"("merchant_id", "mode", "object_id", "id");

-- What was refused or failed says why, in a code.
ALTER TABLE "audit_log"
  ADD CONSTRAINT "audit_log_code" CHECK ((outcome IN ('REFUSED', 'FAILED')) = (code IS NOT NULL));

-- It is only ever appended to, and TRUNCATE fires no trigger of rows.
CREATE FUNCTION "refuse_change_of_the_audit_log"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is appended to, never changed or cleared';
END $$;
CREATE TRIGGER "audit_log_is_appended" BEFORE UPDATE OR DELETE ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_the_audit_log"();
CREATE TRIGGER "audit_log_is_not_truncated" BEFORE TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_the_audit_log"();
