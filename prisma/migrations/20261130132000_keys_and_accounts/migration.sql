-- Keys that expire, are rotated with an overlap, and are recognized by more than four characters.
ALTER TABLE "api_keys" RENAME COLUMN "hint" TO "prefix";
ALTER TABLE "api_keys" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "label" TEXT,
ADD COLUMN     "last4" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "replaced_by_id" TEXT;
DROP INDEX "api_keys_merchant_id_idx";
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_merchant_id_mode_replaced_by_id_fkey" FOREIGN KEY ("merchant_id", "mode", "replaced_by_id") REFERENCES "api_keys"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Merchants' own accounts at providers. Null in provider_account_id is the account of the environment's variables.
CREATE TABLE "provider_accounts" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "provider" "provider_code" NOT NULL,
    "name" TEXT NOT NULL,
    "access_code_last4" TEXT,
    "encrypted_credentials" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "overlap_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_accounts_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "provider_accounts_id_merchant_id_mode_key" ON "provider_accounts"("id", "merchant_id", "mode");
CREATE UNIQUE INDEX "provider_accounts_merchant_id_mode_provider_name_key" ON "provider_accounts"("merchant_id", "mode", "provider", "name");
ALTER TABLE "provider_accounts" ADD CONSTRAINT "provider_accounts_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE UNIQUE INDEX "provider_accounts_one_active" ON "provider_accounts" (merchant_id, mode, provider)
  WHERE replaced_at IS NULL AND retired_at IS NULL;

ALTER TABLE "agreements" ADD COLUMN     "provider_account_id" TEXT;
ALTER TABLE "charges" ADD COLUMN     "provider_account_id" TEXT;
ALTER TABLE "provider_requests" ADD COLUMN     "provider_account_id" TEXT;
ALTER TABLE "provider_events" ADD COLUMN     "provider_account_id" TEXT;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_provider_account_id_merchant_id_mode_fkey" FOREIGN KEY ("provider_account_id", "merchant_id", "mode") REFERENCES "provider_accounts"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "charges" ADD CONSTRAINT "charges_provider_account_id_merchant_id_mode_fkey" FOREIGN KEY ("provider_account_id", "merchant_id", "mode") REFERENCES "provider_accounts"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_requests" ADD CONSTRAINT "provider_requests_provider_account_id_merchant_id_mode_fkey" FOREIGN KEY ("provider_account_id", "merchant_id", "mode") REFERENCES "provider_accounts"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "provider_events" ADD CONSTRAINT "provider_events_provider_account_id_merchant_id_mode_fkey" FOREIGN KEY ("provider_account_id", "merchant_id", "mode") REFERENCES "provider_accounts"("id", "merchant_id", "mode") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A provider's ids are its own within one account: APS's test and live systems count separately, and nobody who can sign for one
-- account may take the ids of another. The reference is before the account, for reads that know no account.
DROP INDEX "agreements_provider_provider_reference_key";
CREATE UNIQUE INDEX "agreements_reference_in_account" ON "agreements" (provider, provider_reference, coalesce(provider_account_id, ''));
DROP INDEX "charges_provider_provider_reference_key";
CREATE UNIQUE INDEX "charges_reference_in_account" ON "charges" (provider, provider_reference, coalesce(provider_account_id, ''));
DROP INDEX "provider_events_provider_provider_event_id_key";
CREATE UNIQUE INDEX "provider_events_event_in_account" ON "provider_events" (provider, provider_event_id, coalesce(provider_account_id, ''));
