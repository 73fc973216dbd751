-- AlterTable
ALTER TABLE "events" ADD COLUMN     "subject_status" TEXT,
ADD COLUMN     "subject_terminal" BOOLEAN;
