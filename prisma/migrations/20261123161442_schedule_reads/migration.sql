-- What became of a period stands among its schedule's events, which can be thousands: a charge's timeline tells the few of
-- its own. Other events have no such entry, and are not in the index.
CREATE INDEX "events_of_occurrences" ON "events" ((data ->> 'occurrenceId'), seq)
  WHERE (data ->> 'occurrenceId') IS NOT NULL;
