-- Foreign keys contain merchant and mode: no row can point into another tenant. PostgreSQL checks the rows that are there; the migration
-- fails, and changes nothing, where one of them points elsewhere.
CREATE UNIQUE INDEX "agreements_merchant_id_mode_id_key" ON "agreements"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "charge_operations_merchant_id_mode_id_key" ON "charge_operations"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "charges_merchant_id_mode_id_key" ON "charges"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "consumers_merchant_id_mode_id_key" ON "consumers"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "instruments_merchant_id_mode_id_key" ON "instruments"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "occurrences_merchant_id_mode_id_key" ON "occurrences"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "revocations_merchant_id_mode_id_key" ON "revocations"("merchant_id", "mode", "id");
CREATE UNIQUE INDEX "schedules_merchant_id_mode_id_key" ON "schedules"("merchant_id", "mode", "id");

ALTER TABLE "instruments" ADD CONSTRAINT "instruments_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_merchant_id_mode_instrument_id_fkey" FOREIGN KEY ("merchant_id", "mode", "instrument_id") REFERENCES "instruments"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_retry_of_id_fkey" FOREIGN KEY ("merchant_id", "mode", "retry_of_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_schedule_id_fkey" FOREIGN KEY ("merchant_id", "mode", "schedule_id") REFERENCES "schedules"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_merchant_id_mode_occurrence_id_fkey" FOREIGN KEY ("merchant_id", "mode", "occurrence_id") REFERENCES "occurrences"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_merchant_id_mode_schedule_id_fkey" FOREIGN KEY ("merchant_id", "mode", "schedule_id") REFERENCES "schedules"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charge_operations" ADD CONSTRAINT "charge_operations_merchant_id_mode_charge_id_fkey" FOREIGN KEY ("merchant_id", "mode", "charge_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_agreement_id_fkey" FOREIGN KEY ("merchant_id", "mode", "agreement_id") REFERENCES "agreements"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_charge_id_fkey" FOREIGN KEY ("merchant_id", "mode", "charge_id") REFERENCES "charges"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_operation_id_fkey" FOREIGN KEY ("merchant_id", "mode", "operation_id") REFERENCES "charge_operations"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_merchant_id_mode_revocation_id_fkey" FOREIGN KEY ("merchant_id", "mode", "revocation_id") REFERENCES "revocations"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

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
