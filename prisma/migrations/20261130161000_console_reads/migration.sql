-- What the console reads about a time range and about everything that is open.

-- An amount stands beside its currency: sums by currency need no join with the charges.
ALTER TABLE "charge_operations" ADD COLUMN     "currency" TEXT;
UPDATE "charge_operations" o SET "currency" = c."currency" FROM "charges" c WHERE c."id" = o."charge_id";
ALTER TABLE "charge_operations" ALTER COLUMN "currency" SET NOT NULL;

-- Volume: the ids of captures and of refunds each sort by time.
CREATE INDEX "charge_operations_volume" ON "charge_operations" (merchant_id, mode, id)
  INCLUDE (kind, status, currency, amount) WHERE kind IN ('CAPTURE', 'REFUND');
-- Which charges and webhooks a filter matches, and what an overview counts, without reading the rows: then a filter that nothing matches
-- costs a scan of an index and not of the table. (The conditions are always true: without one, Prisma takes an index for its own, and
-- it knows no INCLUDE.)
CREATE INDEX "charges_filtered" ON "charges" (merchant_id, mode, id)
  INCLUDE (status, provider, payment_method, attempt_number, currency, amount) WHERE merchant_id IS NOT NULL;
CREATE INDEX "charges_merchant_id_mode_status_id_idx" ON "charges"("merchant_id", "mode", "status", "id");
CREATE INDEX "provider_events_filtered" ON "provider_events" (merchant_id, mode, id)
  INCLUDE (status, provider, type, subject_id, received_at, processed_at) WHERE merchant_id IS NOT NULL;
CREATE INDEX "provider_events_merchant_id_mode_status_id_idx" ON "provider_events"("merchant_id", "mode", "status", "id");
-- What needs attention.
CREATE INDEX "charge_operations_open" ON "charge_operations" (merchant_id, mode, charge_id)
  INCLUDE (status) WHERE status IN ('PROCESSING', 'UNKNOWN', 'PENDING');
CREATE INDEX "provider_requests_unknown" ON "provider_requests" (merchant_id, mode, first_sent_at, id) WHERE state = 'UNKNOWN';
CREATE INDEX "schedules_paused" ON "schedules" (merchant_id, mode, id) WHERE status = 'PAUSED';
