-- No row and an empty list allow every origin: merchants that are live already go on as they are.
CREATE TABLE "return_origins" (
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "allowed" TEXT[] NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "return_origins_pkey" PRIMARY KEY ("merchant_id", "mode")
);

ALTER TABLE "return_origins" ADD CONSTRAINT "return_origins_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
