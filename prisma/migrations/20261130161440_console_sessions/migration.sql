-- People who have signed in to the console with a key.
-- CreateTable
CREATE TABLE "console_sessions" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "console_sessions_hash_key" ON "console_sessions"("hash");

-- CreateIndex
CREATE INDEX "console_sessions_expires_at_idx" ON "console_sessions"("expires_at");

-- AddForeignKey
ALTER TABLE "console_sessions" ADD CONSTRAINT "console_sessions_merchant_id_mode_api_key_id_fkey" FOREIGN KEY ("merchant_id", "mode", "api_key_id") REFERENCES "api_keys"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
