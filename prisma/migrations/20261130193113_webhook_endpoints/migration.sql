-- CreateEnum
CREATE TYPE "webhook_endpoint_status" AS ENUM ('ENABLED', 'PAUSED', 'DISABLED');

-- CreateEnum
CREATE TYPE "webhook_delivery_state" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED');

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[],
    "ordered" BOOLEAN NOT NULL,
    "status" "webhook_endpoint_status" NOT NULL,
    "disabled_reason" TEXT,
    "encrypted_secrets" BYTEA NOT NULL,
    "overlap_until" TIMESTAMPTZ(3),
    "log_xid" BIGINT NOT NULL,
    "log_seq" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "impaired" BOOLEAN NOT NULL DEFAULT false,
    "fencing_token" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "event_xid" BIGINT NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "replayed" BOOLEAN NOT NULL,
    "state" "webhook_delivery_state" NOT NULL,
    "tries" JSONB NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "fencing_token" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_endpoints_status_impaired_id_idx" ON "webhook_endpoints"("status", "impaired", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoints_merchant_id_mode_id_key" ON "webhook_endpoints"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_merchant_id_mode_id_idx" ON "webhook_deliveries"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_merchant_id_mode_endpoint_id_id_idx" ON "webhook_deliveries"("merchant_id", "mode", "endpoint_id", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_merchant_id_mode_state_id_idx" ON "webhook_deliveries"("merchant_id", "mode", "state", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_event_id_idx" ON "webhook_deliveries"("event_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_merchant_id_mode_endpoint_id_fkey" FOREIGN KEY ("merchant_id", "mode", "endpoint_id") REFERENCES "webhook_endpoints"("merchant_id", "mode", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- What Prisma cannot express.
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_reason" CHECK (("disabled_reason" IS NOT NULL) = ("status" = 'DISABLED'));
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_due" CHECK (("next_at" IS NOT NULL) = ("state" = 'PENDING') AND ("ended_at" IS NULL) = ("state" = 'PENDING'));

-- An event is delivered once to an endpoint, unless a caller asks for it again.
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries"("endpoint_id", "event_id") WHERE NOT "replayed";
-- The claim, and the number that wait.
CREATE INDEX "webhook_deliveries_pending" ON "webhook_deliveries"("endpoint_id", "next_at", "id") WHERE "state" = 'PENDING';
-- The order of an object's events.
CREATE INDEX "webhook_deliveries_in_order" ON "webhook_deliveries"("endpoint_id", "subject_id", "event_xid", "event_seq", "id") WHERE "state" = 'PENDING';
-- Those that are being sent.
CREATE INDEX "webhook_deliveries_leased" ON "webhook_deliveries"("lease_until", "endpoint_id") WHERE "lease_until" IS NOT NULL;
-- Those that are old enough to be removed.
CREATE INDEX "webhook_deliveries_ended" ON "webhook_deliveries"("ended_at") WHERE "ended_at" IS NOT NULL;
-- What a person has to look at.
CREATE INDEX "webhook_endpoints_disabled" ON "webhook_endpoints"("merchant_id", "mode", "id") WHERE "status" = 'DISABLED';
