-- All locks of the script: to attach the calls, PostgreSQL replaces the triggers of their foreign key, which are on the requests. The
-- script waits five seconds for a lock while it holds others: under load that was a deadlock with each transaction that had written a
-- request and then wrote an event.
LOCK TABLE "provider_requests", "provider_calls", "events" IN ACCESS EXCLUSIVE MODE;
