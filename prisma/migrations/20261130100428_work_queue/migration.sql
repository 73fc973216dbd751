-- AlterTable
ALTER TABLE "agreements" ADD COLUMN     "fencing_token" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "charges" ADD COLUMN     "fencing_token" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "provider_events" ADD COLUMN     "fencing_token" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "schedules" ADD COLUMN     "fencing_token" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3);

-- What is in flight, for whoever moves the clock. Other leased tables have few rows that can be leased, with an index of those.
CREATE INDEX "agreements_leased" ON "agreements" (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX "charges_leased" ON "charges" (lease_until) WHERE lease_until IS NOT NULL;
