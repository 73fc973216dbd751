-- CreateTable
CREATE TABLE "sandbox_clock" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "offset_ms" BIGINT NOT NULL,

    CONSTRAINT "sandbox_clock_pkey" PRIMARY KEY ("id")
);

-- What follows is written by hand: promises that Prisma's schema language cannot express.

ALTER TABLE "sandbox_clock"
  ADD CONSTRAINT "sandbox_clock_one_row" CHECK (id = 1),
  ADD CONSTRAINT "sandbox_clock_ahead" CHECK (offset_ms >= 0);

-- Time never goes back: what was done at an instant would be still to come.
CREATE FUNCTION "refuse_turning_back_the_clock"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.offset_ms >= OLD.offset_ms THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the clock is never turned back';
END $$;
CREATE TRIGGER "sandbox_clock_goes_on" BEFORE UPDATE OR DELETE ON "sandbox_clock"
  FOR EACH ROW EXECUTE FUNCTION "refuse_turning_back_the_clock"();
