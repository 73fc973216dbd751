-- All locks of the script. It waits for its own with a limit of five seconds, and holds the first ones meanwhile: under load that was a
-- deadlock with each transaction that had used the calls and then wrote an event.
LOCK TABLE "provider_requests" IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE "provider_calls", "events" IN ACCESS EXCLUSIVE MODE;
