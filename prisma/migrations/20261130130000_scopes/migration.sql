-- Until now every key could do everything except what needs the scope operator. Each keeps what it could do.
UPDATE "api_keys" SET "scopes" = ARRAY['read', 'charge', 'refund', 'manage']
  || CASE WHEN 'operator' = ANY ("scopes") THEN ARRAY['operator'] ELSE ARRAY[]::TEXT[] END;

ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_scopes"
  CHECK ("scopes" <@ ARRAY['read', 'charge', 'refund', 'manage', 'operator']);
