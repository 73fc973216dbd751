-- CreateIndex
CREATE INDEX "events_merchant_id_mode_xid_seq_idx" ON "events"("merchant_id", "mode", "xid", "seq");

-- CreateIndex
CREATE INDEX "events_consumer_id_xid_seq_idx" ON "events"("consumer_id", "xid", "seq");
