-- no-transaction
ALTER TABLE "provider_calls" VALIDATE CONSTRAINT "provider_calls_first_bound";
