-- A period is charged once: of its charges all but one have come to nothing. One that was voided has, too.
DROP INDEX "charges_one_per_occurrence";
CREATE UNIQUE INDEX "charges_one_per_occurrence" ON "charges" (occurrence_id)
  WHERE occurrence_id IS NOT NULL AND status NOT IN ('FAILED', 'DISCARDED', 'VOIDED');
