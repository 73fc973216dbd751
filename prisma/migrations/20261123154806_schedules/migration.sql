-- CreateEnum
CREATE TYPE "schedule_status" AS ENUM ('ACTIVE', 'PAUSED', 'PAST_DUE', 'COMPLETED', 'CANCELED');

-- CreateEnum
CREATE TYPE "occurrence_status" AS ENUM ('UPCOMING', 'PROCESSING', 'PAID', 'RETRYING', 'FAILED', 'SKIPPED');

-- CreateEnum
CREATE TYPE "exhausted_action" AS ENUM ('PAUSE', 'CANCEL', 'CONTINUE');

-- AlterTable
ALTER TABLE "charges" ADD COLUMN     "occurrence_id" TEXT,
ADD COLUMN     "schedule_id" TEXT;

-- CreateTable
CREATE TABLE "schedules" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "version" INTEGER NOT NULL,
    "log_floor" BIGINT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "status" "schedule_status" NOT NULL,
    "status_reason" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "interval_unit" "interval_unit" NOT NULL,
    "interval_count" INTEGER NOT NULL,
    "anchor_date" TEXT NOT NULL,
    "time_of_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "end_date" TEXT,
    "max_occurrences" INTEGER,
    "retry_after_days" INTEGER[],
    "on_exhausted" "exhausted_action" NOT NULL,
    "agreement_ended" BOOLEAN NOT NULL DEFAULT false,
    "reference" TEXT,
    "description" TEXT,
    "metadata" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occurrences" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "status" "occurrence_status" NOT NULL,
    "status_reason" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "due_date" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_tried_at" TIMESTAMPTZ(3),
    "lease_epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "occurrences_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schedules_merchant_id_mode_id_idx" ON "schedules"("merchant_id", "mode", "id");

-- CreateIndex
CREATE INDEX "schedules_merchant_id_mode_reference_id_idx" ON "schedules"("merchant_id", "mode", "reference", "id");

-- CreateIndex
CREATE INDEX "schedules_agreement_id_id_idx" ON "schedules"("agreement_id", "id");

-- CreateIndex
CREATE INDEX "schedules_consumer_id_id_idx" ON "schedules"("consumer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "occurrences_schedule_id_index_key" ON "occurrences"("schedule_id", "index");

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedules"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_occurrence_id_fkey" FOREIGN KEY ("occurrence_id") REFERENCES "occurrences"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreements"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedules"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What follows is written by hand: promises that Prisma's schema language cannot express.

ALTER TABLE "schedules"
  ADD CONSTRAINT "schedules_version" CHECK (version >= 1),
  ADD CONSTRAINT "schedules_amount" CHECK (amount > 0),
  ADD CONSTRAINT "schedules_currency" CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "schedules_interval_count" CHECK (interval_count >= 1),
  ADD CONSTRAINT "schedules_max_occurrences" CHECK (max_occurrences >= 1),
  ADD CONSTRAINT "schedules_dates" CHECK (anchor_date ~ '^\d{4}-\d\d-\d\d$' AND end_date >= anchor_date AND time_of_day ~ '^\d\d:\d\d$');

ALTER TABLE "schedules" ALTER COLUMN "retry_after_days" SET NOT NULL;

-- What the scheduler cancels.
CREATE INDEX "schedules_of_ended_agreements" ON "schedules" (id)
  WHERE agreement_ended AND status IN ('ACTIVE', 'PAUSED', 'PAST_DUE');

-- RETRYING without a next time: its schedule is PAUSED.
ALTER TABLE "occurrences"
  ADD CONSTRAINT "occurrences_index" CHECK (index >= 0),
  ADD CONSTRAINT "occurrences_amount" CHECK (amount > 0),
  ADD CONSTRAINT "occurrences_next_at" CHECK (
    CASE status WHEN 'UPCOMING' THEN next_at = due_at WHEN 'RETRYING' THEN true ELSE next_at IS NULL END);

-- A schedule has one next period. Checked at the end of a statement: one and the same writes what becomes of the last one
-- and the next.
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_one_upcoming"
  EXCLUDE USING btree (schedule_id WITH =) WHERE (status = 'UPCOMING') DEFERRABLE INITIALLY IMMEDIATE;
-- What the scheduler charges: each merchant's in turn.
CREATE INDEX "occurrences_due" ON "occurrences" (merchant_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX "occurrences_next" ON "occurrences" (next_at) WHERE next_at IS NOT NULL;
-- Whose charge may have come to its end.
CREATE INDEX "occurrences_under_way" ON "occurrences" (id) WHERE status = 'PROCESSING';

-- A period is charged once: of its charges all but one have come to nothing.
CREATE UNIQUE INDEX "charges_one_per_occurrence" ON "charges" (occurrence_id)
  WHERE occurrence_id IS NOT NULL AND status NOT IN ('FAILED', 'DISCARDED');
CREATE INDEX "charges_of_occurrences" ON "charges" (occurrence_id, id) WHERE occurrence_id IS NOT NULL;
CREATE INDEX "charges_of_schedules" ON "charges" (schedule_id, id) WHERE schedule_id IS NOT NULL;
ALTER TABLE "charges"
  ADD CONSTRAINT "charges_schedule_together" CHECK ((schedule_id IS NULL) = (occurrence_id IS NULL));
