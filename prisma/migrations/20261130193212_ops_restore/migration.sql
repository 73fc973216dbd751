-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "asks_first_until" TIMESTAMPTZ(3),
ADD COLUMN     "restored_at" TIMESTAMPTZ(3),
ADD COLUMN     "schedules_held" BOOLEAN NOT NULL DEFAULT false;
