-- Names of the trade. Only names change: no row is rewritten but those that hold a verb's name.
ALTER TYPE "attempt_purpose" RENAME TO "request_purpose";
ALTER TYPE "attempt_state" RENAME TO "request_state";

ALTER TABLE "attempts" RENAME TO "provider_requests";
ALTER TABLE "provider_requests" RENAME COLUMN "sealed_request" TO "encrypted_request";
ALTER TABLE "provider_requests" RENAME COLUMN "next_look_up_at" TO "next_status_query_at";
ALTER TABLE "provider_requests" RENAME COLUMN "look_ups" TO "status_queries";
ALTER TABLE "provider_requests" RENAME COLUMN "lease_epoch" TO "fencing_token";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_pkey" TO "provider_requests_pkey";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_agreement_id_fkey" TO "provider_requests_agreement_id_fkey";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_charge_id_fkey" TO "provider_requests_charge_id_fkey";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_operation_id_fkey" TO "provider_requests_operation_id_fkey";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_revocation_id_fkey" TO "provider_requests_revocation_id_fkey";
ALTER TABLE "provider_requests" RENAME CONSTRAINT "attempts_settled_at" TO "provider_requests_settled_at";
ALTER INDEX "attempts_agreement_id_idx" RENAME TO "provider_requests_agreement_id_idx";
ALTER INDEX "attempts_charge_id_idx" RENAME TO "provider_requests_charge_id_idx";
ALTER INDEX "attempts_due" RENAME TO "provider_requests_due";
ALTER INDEX "attempts_one_creation" RENAME TO "provider_requests_one_creation";
ALTER INDEX "attempts_one_open_per_operation" RENAME TO "provider_requests_one_open_per_operation";
ALTER INDEX "attempts_one_open_per_revocation" RENAME TO "provider_requests_one_open_per_revocation";

ALTER TABLE "provider_calls" RENAME COLUMN "attempt_id" TO "provider_request_id";
ALTER TABLE "provider_calls" RENAME CONSTRAINT "provider_calls_attempt_id_fkey" TO "provider_calls_provider_request_id_fkey";
ALTER INDEX "provider_calls_attempt_id_idx" RENAME TO "provider_calls_provider_request_id_idx";
UPDATE "provider_calls" SET "verb" = 'queryStatus' WHERE "verb" = 'lookUp';

ALTER TABLE "consumers" RENAME COLUMN "sealed_personal" TO "encrypted_personal";
ALTER TABLE "consumers" RENAME COLUMN "log_floor" TO "snapshot_xmin";
ALTER TABLE "instruments" RENAME COLUMN "sealed_token" TO "encrypted_token";
ALTER TABLE "agreements" RENAME COLUMN "log_floor" TO "snapshot_xmin";
ALTER TABLE "charges" RENAME COLUMN "log_floor" TO "snapshot_xmin";
ALTER TABLE "charges" RENAME COLUMN "try_number" TO "attempt_number";
ALTER TABLE "charges" RENAME CONSTRAINT "charges_try_number" TO "charges_attempt_number";
ALTER TABLE "schedules" RENAME COLUMN "log_floor" TO "snapshot_xmin";
ALTER TABLE "occurrences" RENAME COLUMN "lease_epoch" TO "fencing_token";
ALTER TABLE "events" RENAME COLUMN "log_floor" TO "snapshot_xmin";
ALTER TABLE "provider_events" RENAME COLUMN "sealed_body" TO "encrypted_body";
ALTER TABLE "integrity_pass" RENAME COLUMN "lease_epoch" TO "fencing_token";

UPDATE "integrity_violations" SET "check_name" = 'one-purchase-per-request' WHERE "check_name" = 'one-purchase-per-attempt';
UPDATE "integrity_violations" SET "check_name" = 'one-success-per-occurrence' WHERE "check_name" = 'one-success-per-period';
