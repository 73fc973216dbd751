-- What an operator does to the whole installation belongs to no merchant.
ALTER TABLE "audit_log" ALTER COLUMN "merchant_id" DROP NOT NULL, ALTER COLUMN "mode" DROP NOT NULL;

ALTER TABLE "audit_log"
  ADD CONSTRAINT "audit_log_tenant" CHECK (
    (merchant_id IS NULL) = (mode IS NULL) AND (merchant_id IS NOT NULL OR actor_kind = 'OPERATOR'));
