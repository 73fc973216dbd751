-- A data key for each consumer, wrapped by a master key. It goes when the consumer is erased.
CREATE TABLE "data_keys" (
    "consumer_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "key_id" BYTEA NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "key_version" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("merchant_id", "mode", "consumer_id")
);
CREATE UNIQUE INDEX "data_keys_key_id_key" ON "data_keys"("key_id");
CREATE INDEX "data_keys_key_version_consumer_id_idx" ON "data_keys"("key_version", "consumer_id");
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The installation's own keys, made at the first start after this migration.
ALTER TABLE "installation" ADD COLUMN     "fingerprint_key" BYTEA,
ADD COLUMN     "system_key" BYTEA;

-- Whose data a notification holds, once that is known.
ALTER TABLE "provider_events" ADD COLUMN     "consumer_id" TEXT;
CREATE INDEX "provider_events_consumer_id_idx" ON "provider_events"("consumer_id");
ALTER TABLE "provider_events" ADD CONSTRAINT "provider_events_merchant_id_mode_consumer_id_fkey" FOREIGN KEY ("merchant_id", "mode", "consumer_id") REFERENCES "consumers"("merchant_id", "mode", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
UPDATE "provider_events" e SET "consumer_id" = o."consumer_id"
  FROM (SELECT "id", "merchant_id", "mode", "consumer_id" FROM "charges" UNION ALL SELECT "id", "merchant_id", "mode", "consumer_id" FROM "agreements") o
  WHERE o."id" = e."subject_id" AND o."merchant_id" = e."merchant_id" AND o."mode" = e."mode";

-- What an erased consumer leaves behind: the database refuses to take personal data back.
ALTER TABLE "consumers" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);
ALTER TABLE "consumers" ADD CONSTRAINT "consumers_erased_without_personal_data" CHECK ("erased_at" IS NULL
  OR ("encrypted_personal" IS NULL AND "email_hash" IS NULL AND "reference" IS NULL AND "locale" IS NULL AND "metadata" IS NULL));
CREATE INDEX "consumers_erased_at_idx" ON "consumers"("erased_at") WHERE "erased_at" IS NOT NULL;
ALTER TABLE "instruments" ALTER COLUMN "encrypted_token" DROP NOT NULL;
ALTER TABLE "provider_requests" ALTER COLUMN "encrypted_request" DROP NOT NULL;

-- Bytes of format 2 name their data key behind the first byte; eight zero bytes are the installation's own. A request whose key
-- is destroyed could not be sent again: it must not be recorded. The lock makes an erasure wait for this transaction, and this
-- one for an erasure.
CREATE FUNCTION "require_data_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF get_byte(NEW."encrypted_request", 0) <> 2 OR substring(NEW."encrypted_request" FROM 2 FOR 8) = '\x0000000000000000' THEN
    RETURN NEW;
  END IF;
  PERFORM FROM "data_keys" WHERE "key_id" = substring(NEW."encrypted_request" FROM 2 FOR 8) FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the data key of provider request % is destroyed', NEW."id"
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'provider_requests_data_key';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "provider_requests_data_key" BEFORE INSERT ON "provider_requests"
  FOR EACH ROW WHEN (octet_length(NEW."encrypted_request") > 0) EXECUTE FUNCTION "require_data_key"();
