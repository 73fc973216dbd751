-- Foreign keys contain merchant and mode: no row can point into another tenant. PostgreSQL checks the rows that are there; the migration
-- fails, and changes nothing, if one of them points elsewhere. Where nothing is listed by merchant, the key begins with the id: the
-- planner would otherwise take it for the order of other indexes that begin with the merchant.
CREATE UNIQUE INDEX "agreements_merchant_id_mode_id_key" ON "agreements"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "charge_operations_id_merchant_id_mode_key" ON "charge_operations"("id", "merchant_id", "mode");
CREATE UNIQUE INDEX "charges_merchant_id_mode_id_key" ON "charges"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "consumers_merchant_id_mode_id_key" ON "consumers"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "instruments_id_merchant_id_mode_key" ON "instruments"("id", "merchant_id", "mode");
CREATE UNIQUE INDEX "occurrences_id_merchant_id_mode_key" ON "occurrences"("id", "merchant_id", "mode");
CREATE UNIQUE INDEX "revocations_id_merchant_id_mode_key" ON "revocations"("id", "merchant_id", "mode");
CREATE UNIQUE INDEX "schedules_merchant_id_mode_id_key" ON "schedules"("merchant_id", "mode", "id");

ALTER TABLE "instruments" ADD CONSTRAINT "instruments_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_instrument_id_merchant_id_mode_fkey" FOREIGN KEY ("instrument_id", "merchant_id", "mode") REFERENCES "instruments"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_retry_of_id_fkey" FOREIGN KEY ("merchant_id", "mode", "retry_of_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_schedule_id_fkey" FOREIGN KEY ("merchant_id", "mode", "schedule_id") REFERENCES "schedules"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_occurrence_id_merchant_id_mode_fkey" FOREIGN KEY ("occurrence_id", "merchant_id", "mode") REFERENCES "occurrences"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_merchant_id_mode_schedule_id_fkey" FOREIGN KEY ("merchant_id", "mode", "schedule_id") REFERENCES "schedules"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charge_operations" ADD CONSTRAINT "charge_operations_merchant_id_mode_charge_id_fkey" FOREIGN KEY ("merchant_id", "mode", "charge_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_charge_id_fkey" FOREIGN KEY ("merchant_id", "mode", "charge_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_operation_id_merchant_id_mode_fkey" FOREIGN KEY ("operation_id", "merchant_id", "mode") REFERENCES "charge_operations"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_revocation_id_merchant_id_mode_fkey" FOREIGN KEY ("revocation_id", "merchant_id", "mode") REFERENCES "revocations"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What these replace.
ALTER TABLE "agreements" DROP CONSTRAINT "agreements_consumer_id_fkey";
ALTER TABLE "agreements" DROP CONSTRAINT "agreements_instrument_id_fkey";
ALTER TABLE "charge_operations" DROP CONSTRAINT "charge_operations_charge_id_fkey";
ALTER TABLE "charges" DROP CONSTRAINT "charges_agreement_id_fkey";
ALTER TABLE "charges" DROP CONSTRAINT "charges_consumer_id_fkey";
ALTER TABLE "charges" DROP CONSTRAINT "charges_occurrence_id_fkey";
ALTER TABLE "charges" DROP CONSTRAINT "charges_retry_of_id_fkey";
ALTER TABLE "charges" DROP CONSTRAINT "charges_schedule_id_fkey";
ALTER TABLE "instruments" DROP CONSTRAINT "instruments_consumer_id_fkey";
ALTER TABLE "occurrences" DROP CONSTRAINT "occurrences_schedule_id_fkey";
ALTER TABLE "provider_requests" DROP CONSTRAINT "provider_requests_agreement_id_fkey";
ALTER TABLE "provider_requests" DROP CONSTRAINT "provider_requests_charge_id_fkey";
ALTER TABLE "provider_requests" DROP CONSTRAINT "provider_requests_operation_id_fkey";
ALTER TABLE "provider_requests" DROP CONSTRAINT "provider_requests_revocation_id_fkey";
ALTER TABLE "revocations" DROP CONSTRAINT "revocations_agreement_id_fkey";
ALTER TABLE "schedules" DROP CONSTRAINT "schedules_agreement_id_fkey";
ALTER TABLE "schedules" DROP CONSTRAINT "schedules_consumer_id_fkey";
DROP INDEX "agreements_merchant_id_mode_id_idx";
DROP INDEX "charges_merchant_id_mode_id_idx";
DROP INDEX "consumers_merchant_id_mode_id_idx";
DROP INDEX "schedules_merchant_id_mode_id_idx";
