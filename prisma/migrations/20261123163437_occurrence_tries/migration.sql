-- The tries of a period are numbered: which of its charges is the last says the number, since of two that were made in one
-- millisecond the ids do not. No number is given twice.
DROP INDEX "charges_of_occurrences";
CREATE UNIQUE INDEX "charges_one_per_try" ON "charges" (occurrence_id, try_number) WHERE occurrence_id IS NOT NULL;
