-- CreateTable
CREATE TABLE "integrity_pass" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "log_xid" BIGINT NOT NULL,
    "log_seq" BIGINT NOT NULL,
    "full_due_at" TIMESTAMPTZ(3) NOT NULL,
    "full_table" TEXT,
    "full_after" TEXT,
    "failed_checks" TEXT[],

    CONSTRAINT "integrity_pass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integrity_violations" (
    "check_name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "integrity_violations_pkey" PRIMARY KEY ("check_name","scope","object_id")
);

-- What follows is written by hand: promises that Prisma's schema language cannot express.

ALTER TABLE "integrity_pass" ADD CONSTRAINT "integrity_pass_one_row" CHECK (id = 1);
ALTER TABLE "integrity_pass" ALTER COLUMN "failed_checks" SET NOT NULL;

-- Changes are followed from here on; what is older is checked by the first full pass, which is due at once.
INSERT INTO "integrity_pass" (id, next_at, log_xid, log_seq, full_due_at, failed_checks)
  VALUES (1, '2000-01-01Z', pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 0, '2000-01-01Z', '{}');
