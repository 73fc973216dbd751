-- When the provider is asked, unasked, how an object stands.
ALTER TABLE "agreements" ADD COLUMN "reconcile_at" TIMESTAMPTZ(3);
ALTER TABLE "charges" ADD COLUMN "reconcile_at" TIMESTAMPTZ(3);

-- What follows is written by hand: promises that Prisma's schema language cannot express.

-- What reconciliation reads.
CREATE INDEX "agreements_to_reconcile" ON "agreements" (reconcile_at) WHERE reconcile_at IS NOT NULL;
CREATE INDEX "charges_to_reconcile" ON "charges" (reconcile_at) WHERE reconcile_at IS NOT NULL;

-- What waits already is asked about soon.
UPDATE "charges" c SET reconcile_at = c.updated_at + interval '30 seconds'
  WHERE c.status IN ('AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'AUTHORIZED', 'PARTIALLY_CAPTURED')
     OR EXISTS (SELECT FROM "charge_operations" o WHERE o.charge_id = c.id AND o.status = 'PENDING');
UPDATE "agreements" SET reconcile_at = updated_at + interval '30 seconds'
  WHERE status IN ('AUTHENTICATION_PENDING', 'AUTHORIZATION_PROCESSING', 'ACTIVE') AND provider_reference IS NOT NULL;
