-- What an operator's list of open questions reads, of agreements as of charges.
CREATE INDEX "agreements_needing_attention" ON "agreements" (merchant_id, mode, id) WHERE needs_attention;
