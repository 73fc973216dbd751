-- The second provider, Amazon Payment Services.
ALTER TYPE "provider_code" ADD VALUE 'APS';

-- Where the gateway itself sends the consumer on, it keeps the time that it waits.
ALTER TABLE "agreements" ADD COLUMN "awaited_until" TIMESTAMPTZ(3);

-- What follows is written by hand: promises that Prisma's schema language cannot express.

-- What looks for consumers who did not come.
CREATE INDEX "agreements_awaiting_consumers" ON "agreements" (awaited_until)
  WHERE status = 'AUTHENTICATION_PENDING' AND awaited_until IS NOT NULL;
