-- CreateEnum
CREATE TYPE "mode" AS ENUM ('TEST', 'LIVE');

-- CreateEnum
CREATE TYPE "provider_code" AS ENUM ('PPRO');

-- CreateEnum
CREATE TYPE "agreement_status" AS ENUM ('INITIALIZING', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PROCESSING', 'ACTIVE', 'REVOKED_BY_CONSUMER', 'REVOKED_BY_MERCHANT', 'REVOKED_BY_PROVIDER', 'EXPIRED', 'FAILED');

-- CreateEnum
CREATE TYPE "amount_rule" AS ENUM ('EXACT', 'MAX', 'VARIABLE');

-- CreateEnum
CREATE TYPE "interval_unit" AS ENUM ('DAY', 'WEEK', 'MONTH', 'YEAR');

-- CreateEnum
CREATE TYPE "charge_status" AS ENUM ('PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'AUTHORIZED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED');

-- CreateEnum
CREATE TYPE "capture_mode" AS ENUM ('AUTOMATIC', 'MANUAL');

-- CreateEnum
CREATE TYPE "charge_initiator" AS ENUM ('CONSUMER', 'MERCHANT');

-- CreateEnum
CREATE TYPE "charge_reason" AS ENUM ('INITIAL', 'SCHEDULED', 'SCHEDULED_RETRY', 'UNSCHEDULED');

-- CreateEnum
CREATE TYPE "operation_kind" AS ENUM ('AUTHORIZATION', 'CAPTURE', 'REFUND', 'VOID');

-- CreateEnum
CREATE TYPE "operation_status" AS ENUM ('PROCESSING', 'UNKNOWN', 'PENDING', 'SUCCEEDED', 'FAILED');

-- CreateEnum
CREATE TYPE "attempt_purpose" AS ENUM ('AGREEMENT_CREATE', 'AGREEMENT_REVOKE', 'CHARGE_CREATE', 'CAPTURE', 'REFUND', 'VOID');

-- CreateEnum
CREATE TYPE "attempt_state" AS ENUM ('SENDING', 'UNKNOWN', 'SETTLED');

-- CreateEnum
CREATE TYPE "event_source" AS ENUM ('API', 'PROVIDER_RESPONSE', 'WEBHOOK', 'RECONCILIATION', 'SCHEDULER', 'OPERATOR');

-- CreateEnum
CREATE TYPE "provider_event_status" AS ENUM ('RECEIVED', 'PROCESSED', 'UNMATCHED', 'REJECTED', 'FAILED');

-- CreateTable
CREATE TABLE "installation" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "log_epoch" TEXT NOT NULL,
    "key_check" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchants" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumers" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "version" INTEGER NOT NULL,
    "log_floor" BIGINT NOT NULL,
    "reference" TEXT,
    "country" TEXT NOT NULL,
    "locale" TEXT,
    "sealed_personal" BYTEA,
    "email_hash" BYTEA,
    "metadata" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instruments" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "provider" "provider_code" NOT NULL,
    "type" TEXT NOT NULL,
    "brand" TEXT,
    "last4" TEXT,
    "expiry_month" INTEGER,
    "expiry_year" INTEGER,
    "sealed_token" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instruments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreements" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "version" INTEGER NOT NULL,
    "log_floor" BIGINT NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "provider" "provider_code" NOT NULL,
    "payment_method" TEXT NOT NULL,
    "status" "agreement_status" NOT NULL,
    "reference" TEXT,
    "description" TEXT,
    "agreed_amount" BIGINT,
    "agreed_currency" TEXT,
    "amount_rule" "amount_rule" NOT NULL,
    "interval_unit" "interval_unit",
    "interval_count" INTEGER,
    "charge_count" INTEGER,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "return_url" TEXT,
    "authentication_methods" JSONB NOT NULL,
    "instrument_id" TEXT,
    "failure" JSONB,
    "revoke_requested_at" TIMESTAMPTZ(3),
    "provider_reference" TEXT,
    "metadata" JSONB,
    "needs_attention" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agreements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revocations" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "status" "operation_status" NOT NULL,
    "failure" JSONB,
    "requested_by" "charge_initiator" NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charges" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "version" INTEGER NOT NULL,
    "log_floor" BIGINT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "provider" "provider_code" NOT NULL,
    "payment_method" TEXT NOT NULL,
    "status" "charge_status" NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "capture_mode" "capture_mode" NOT NULL,
    "initiator" "charge_initiator" NOT NULL,
    "reason" "charge_reason" NOT NULL,
    "retry_of_id" TEXT,
    "try_number" INTEGER NOT NULL,
    "reference" TEXT,
    "description" TEXT,
    "authentication_methods" JSONB NOT NULL,
    "return_url" TEXT,
    "failure" JSONB,
    "capture_before" TIMESTAMPTZ(3),
    "needs_attention" BOOLEAN NOT NULL DEFAULT false,
    "provider_reference" TEXT,
    "metadata" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge_operations" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "charge_id" TEXT NOT NULL,
    "kind" "operation_kind" NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" "operation_status" NOT NULL,
    "failure" JSONB,
    "reference" TEXT,
    "reason" TEXT,
    "provider_reference" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charge_operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "provider" "provider_code" NOT NULL,
    "purpose" "attempt_purpose" NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "charge_id" TEXT,
    "operation_id" TEXT,
    "revocation_id" TEXT,
    "state" "attempt_state" NOT NULL,
    "sealed_request" BYTEA NOT NULL,
    "first_sent_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "next_look_up_at" TIMESTAMPTZ(3),
    "look_ups" INTEGER NOT NULL DEFAULT 0,
    "absent_since" TIMESTAMPTZ(3),
    "lease_epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_calls" (
    "id" BIGSERIAL NOT NULL,
    "attempt_id" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "http_status" INTEGER,
    "summary" TEXT NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "seq" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "type" TEXT NOT NULL,
    "source" "event_source" NOT NULL,
    "actor" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "agreement_id" TEXT,
    "version" INTEGER NOT NULL,
    "change" BOOLEAN NOT NULL,
    "previous_status" TEXT,
    "status" TEXT,
    "data" JSONB,
    "log_floor" BIGINT NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "id" TEXT NOT NULL,
    "provider" "provider_code" NOT NULL,
    "merchant_id" TEXT,
    "mode" "mode",
    "provider_event_id" TEXT NOT NULL,
    "type" TEXT,
    "status" "provider_event_status" NOT NULL,
    "deliveries" INTEGER NOT NULL,
    "provider_reference" TEXT,
    "sent_reference" TEXT,
    "subject_type" TEXT,
    "subject_id" TEXT,
    "sealed_body" BYTEA,
    "error" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "mutation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "object_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("merchant_id","mode","mutation","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "merchants_name_key" ON "merchants"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_merchant_id_idx" ON "api_keys"("merchant_id");

-- CreateIndex
CREATE INDEX "consumers_merchant_id_mode_id_idx" ON "consumers"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "consumers_merchant_id_mode_reference_id_idx" ON "consumers"("merchant_id", "mode", "reference", "id");

-- CreateIndex
CREATE INDEX "consumers_merchant_id_mode_email_hash_id_idx" ON "consumers"("merchant_id", "mode", "email_hash", "id");

-- CreateIndex
CREATE INDEX "instruments_consumer_id_idx" ON "instruments"("consumer_id");

-- CreateIndex
CREATE INDEX "agreements_merchant_id_mode_id_idx" ON "agreements"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "agreements_merchant_id_mode_reference_id_idx" ON "agreements"("merchant_id", "mode", "reference", "id");

-- CreateIndex
CREATE INDEX "agreements_consumer_id_id_idx" ON "agreements"("consumer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "agreements_provider_provider_reference_key" ON "agreements"("provider", "provider_reference");

-- CreateIndex
CREATE INDEX "revocations_agreement_id_idx" ON "revocations"("agreement_id");

-- CreateIndex
CREATE INDEX "charges_merchant_id_mode_id_idx" ON "charges"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "charges_merchant_id_mode_reference_id_idx" ON "charges"("merchant_id", "mode", "reference", "id");

-- CreateIndex
CREATE INDEX "charges_agreement_id_id_idx" ON "charges"("agreement_id", "id");

-- CreateIndex
CREATE INDEX "charges_consumer_id_id_idx" ON "charges"("consumer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "charges_provider_provider_reference_key" ON "charges"("provider", "provider_reference");

-- CreateIndex
CREATE UNIQUE INDEX "charge_operations_charge_id_kind_provider_reference_key" ON "charge_operations"("charge_id", "kind", "provider_reference");

-- CreateIndex
CREATE INDEX "attempts_agreement_id_idx" ON "attempts"("agreement_id");

-- CreateIndex
CREATE INDEX "attempts_charge_id_idx" ON "attempts"("charge_id");

-- CreateIndex
CREATE INDEX "provider_calls_attempt_id_idx" ON "provider_calls"("attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "events_id_key" ON "events"("id");

-- CreateIndex
CREATE INDEX "events_xid_seq_idx" ON "events"("xid", "seq");

-- CreateIndex
CREATE INDEX "events_subject_id_seq_idx" ON "events"("subject_id", "seq");

-- CreateIndex
CREATE INDEX "provider_events_merchant_id_mode_id_idx" ON "provider_events"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "provider_events_subject_id_idx" ON "provider_events"("subject_id");

-- CreateIndex
CREATE INDEX "provider_events_provider_provider_reference_idx" ON "provider_events"("provider", "provider_reference");

-- CreateIndex
CREATE INDEX "provider_events_sent_reference_idx" ON "provider_events"("sent_reference");

-- CreateIndex
CREATE UNIQUE INDEX "provider_events_provider_provider_event_id_key" ON "provider_events"("provider", "provider_event_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "instruments" ADD CONSTRAINT "instruments_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreements"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreements"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_retry_of_id_fkey" FOREIGN KEY ("retry_of_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charge_operations" ADD CONSTRAINT "charge_operations_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreements"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "charge_operations"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_revocation_id_fkey" FOREIGN KEY ("revocation_id") REFERENCES "revocations"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "provider_calls" ADD CONSTRAINT "provider_calls_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "attempts"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What follows is written by hand: promises that Prisma's schema language cannot express.

-- Prisma's lists are nullable columns; these have to be said.
ALTER TABLE "api_keys" ALTER COLUMN "scopes" SET NOT NULL;

ALTER TABLE "installation" ADD CONSTRAINT "installation_is_one_row" CHECK (id = 1);

ALTER TABLE "consumers"
  ADD CONSTRAINT "consumers_version" CHECK (version >= 1),
  ADD CONSTRAINT "consumers_country" CHECK (country ~ '^[A-Z]{2}$');

ALTER TABLE "agreements"
  ADD CONSTRAINT "agreements_version" CHECK (version >= 1),
  ADD CONSTRAINT "agreements_agreed_amount" CHECK (agreed_amount > 0),
  ADD CONSTRAINT "agreements_agreed_together" CHECK ((agreed_amount IS NULL) = (agreed_currency IS NULL)),
  ADD CONSTRAINT "agreements_rule_needs_amount" CHECK (amount_rule = 'VARIABLE' OR agreed_amount IS NOT NULL),
  ADD CONSTRAINT "agreements_frequency_together" CHECK ((interval_unit IS NULL) = (interval_count IS NULL)),
  ADD CONSTRAINT "agreements_interval_count" CHECK (interval_count >= 1),
  ADD CONSTRAINT "agreements_charge_count" CHECK (charge_count >= 1),
  ADD CONSTRAINT "agreements_ends_after_start" CHECK (ends_at > starts_at),
  ADD CONSTRAINT "agreements_failed_says_why" CHECK (status <> 'FAILED' OR failure IS NOT NULL);

ALTER TABLE "charges"
  ADD CONSTRAINT "charges_version" CHECK (version >= 1),
  ADD CONSTRAINT "charges_amount" CHECK (amount > 0),
  ADD CONSTRAINT "charges_currency" CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "charges_try_number" CHECK (try_number >= 1 AND (try_number = 1) = (retry_of_id IS NULL)),
  ADD CONSTRAINT "charges_failed_says_why" CHECK (status NOT IN ('FAILED', 'DISCARDED') OR failure IS NOT NULL);

-- One first payment per agreement, whatever happens to its request.
CREATE UNIQUE INDEX "charges_one_initial" ON "charges" (agreement_id) WHERE reason = 'INITIAL';
-- What looks for retries of a charge.
CREATE INDEX "charges_retries" ON "charges" (retry_of_id) WHERE retry_of_id IS NOT NULL;
-- What an operator's list of open questions reads.
CREATE INDEX "charges_needing_attention" ON "charges" (merchant_id, mode, id) WHERE needs_attention;

ALTER TABLE "charge_operations"
  ADD CONSTRAINT "charge_operations_amount" CHECK (amount > 0),
  ADD CONSTRAINT "charge_operations_failed_says_why" CHECK ((status = 'FAILED') = (failure IS NOT NULL));

-- A charge is authorised once; only a failed authorisation may stand beside another.
CREATE UNIQUE INDEX "charge_operations_one_authorization" ON "charge_operations" (charge_id)
  WHERE kind = 'AUTHORIZATION' AND status <> 'FAILED';

-- One request to revoke under way per agreement.
CREATE UNIQUE INDEX "revocations_one_open" ON "revocations" (agreement_id)
  WHERE status IN ('PROCESSING', 'UNKNOWN', 'PENDING');

-- One attempt that is not settled per purpose: an unknown outcome blocks a second try.
CREATE UNIQUE INDEX "attempts_one_open_per_operation" ON "attempts" (operation_id)
  WHERE state <> 'SETTLED' AND operation_id IS NOT NULL;
CREATE UNIQUE INDEX "attempts_one_open_per_revocation" ON "attempts" (revocation_id)
  WHERE state <> 'SETTLED' AND revocation_id IS NOT NULL;
CREATE UNIQUE INDEX "attempts_one_creation" ON "attempts" (agreement_id) WHERE purpose = 'AGREEMENT_CREATE';
ALTER TABLE "attempts"
  ADD CONSTRAINT "attempts_settled_at" CHECK ((state = 'SETTLED') = (settled_at IS NOT NULL));
-- What recovery reads.
CREATE INDEX "attempts_due" ON "attempts" (next_look_up_at) WHERE state <> 'SETTLED';

-- One change, one version, one event.
CREATE UNIQUE INDEX "events_one_per_version" ON "events" (subject_id, version) WHERE change;

-- The log is only ever appended to.
CREATE FUNCTION "refuse_change_of_the_log"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are appended, never changed or removed';
END $$;
CREATE TRIGGER "events_are_appended" BEFORE UPDATE OR DELETE ON "events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_the_log"();

-- What webhook processing reads.
CREATE INDEX "provider_events_due" ON "provider_events" (next_try_at) WHERE next_try_at IS NOT NULL;
ALTER TABLE "provider_events"
  ADD CONSTRAINT "provider_events_deliveries" CHECK (deliveries >= 1),
  ADD CONSTRAINT "provider_events_subject_together" CHECK ((subject_type IS NULL) = (subject_id IS NULL));

-- What is swept away.
CREATE INDEX "idempotency_keys_expiring" ON "idempotency_keys" (expires_at) WHERE expires_at IS NOT NULL;
ALTER TABLE "idempotency_keys"
  ADD CONSTRAINT "idempotency_keys_key" CHECK (length(key) BETWEEN 1 AND 255);

-- What the gateway itself ends.
CREATE INDEX "agreements_with_an_end" ON "agreements" (id)
  WHERE status = 'ACTIVE' AND (ends_at IS NOT NULL OR charge_count IS NOT NULL);
