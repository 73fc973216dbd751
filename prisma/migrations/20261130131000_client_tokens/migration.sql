-- CreateIndex
CREATE UNIQUE INDEX "api_keys_merchant_id_mode_id_key" ON "api_keys"("merchant_id", "mode", "id");

-- CreateTable
CREATE TABLE "client_tokens" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "client_tokens_expires_at_idx" ON "client_tokens"("expires_at");

-- AddForeignKey
ALTER TABLE "client_tokens" ADD CONSTRAINT "client_tokens_merchant_id_mode_api_key_id_fkey" FOREIGN KEY ("merchant_id", "mode", "api_key_id") REFERENCES "api_keys"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
