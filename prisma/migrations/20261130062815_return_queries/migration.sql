-- CreateTable
CREATE TABLE "return_queries" (
    "subject_id" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "return_queries_pkey" PRIMARY KEY ("subject_id")
);
