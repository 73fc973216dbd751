-- What the console reads about a time range and about everything that is open.

-- An amount stands beside its currency: sums by currency need no join with the charges.
ALTER TABLE "charge_operations" ADD COLUMN     "currency" TEXT;
UPDATE "charge_operations" o SET "currency" = c."currency" FROM "charges" c WHERE c."id" = o."charge_id";
ALTER TABLE "charge_operations" ALTER COLUMN "currency" SET NOT NULL;

-- Volume: the ids of captures and of refunds each sort by time.
CREATE INDEX "charge_operations_volume" ON "charge_operations" (merchant_id, mode, id)
  INCLUDE (kind, status, currency, amount) WHERE kind IN ('CAPTURE', 'REFUND');
-- Success rates, retries, and which charges a filter matches, without reading the charges. (The condition is always true. Without one,
-- Prisma takes the index for its own, and it knows no INCLUDE.)
CREATE INDEX "charges_overview" ON "charges" (merchant_id, mode, id)
  INCLUDE (provider, payment_method, attempt_number, status, currency, amount) WHERE merchant_id IS NOT NULL;
-- Declines by code.
CREATE INDEX "charges_failed" ON "charges" (merchant_id, mode, id) WHERE status = 'FAILED';
-- Webhooks: how many, how long they waited, and which of them a filter matches.
CREATE INDEX "provider_events_overview" ON "provider_events" (merchant_id, mode, id)
  INCLUDE (provider, type, status, subject_id, received_at, processed_at) WHERE merchant_id IS NOT NULL;
-- What needs attention.
CREATE INDEX "charge_operations_open" ON "charge_operations" (merchant_id, mode, charge_id)
  INCLUDE (status) WHERE status IN ('PROCESSING', 'UNKNOWN', 'PENDING');
CREATE INDEX "provider_requests_unknown" ON "provider_requests" (merchant_id, mode, first_sent_at, id) WHERE state = 'UNKNOWN';
CREATE INDEX "provider_events_not_applied" ON "provider_events" (merchant_id, mode, status, id)
  WHERE status IN ('UNMATCHED', 'REJECTED', 'FAILED');
CREATE INDEX "schedules_paused" ON "schedules" (merchant_id, mode, id) WHERE status = 'PAUSED';
