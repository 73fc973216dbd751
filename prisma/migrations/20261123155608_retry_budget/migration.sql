-- CreateIndex
CREATE INDEX "agreements_instrument_id_idx" ON "agreements"("instrument_id");
