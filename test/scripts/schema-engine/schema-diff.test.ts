import { expect, inject, test } from 'vitest'
import { diffToSchema, readSchema } from '../../../scripts/schema-engine/schema-diff.ts'
import { readMigrations } from '../../../src/store/migrations/folder.ts'

const schema = `
datasource db {
  provider = "postgresql"
}
model Thing {
  id     Int    @id
  status String
  amount BigInt
  @@index([status])
}`
const base = `
CREATE TABLE "Thing" ("id" INTEGER NOT NULL, "status" TEXT NOT NULL, "amount" BIGINT NOT NULL,
  CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Thing_status_idx" ON "Thing"("status");`

function diff(...scripts: string[]): Promise<string | undefined> {
  const migrations = scripts.map((sql, index) => ({ name: `2026010${index + 1}000000_step`, sql }))
  return diffToSchema(inject('clusterUrl'), migrations, schema)
}

test('migrations that create the schema do not differ from it', async () => {
  expect(await diff(base)).toBeUndefined()
})

test('a column that is missing is the SQL that adds it', async () => {
  expect(await diff(base.replace(`"amount" BIGINT NOT NULL,`, ''))).toBe(
    '-- AlterTable\nALTER TABLE "Thing" ADD COLUMN     "amount" BIGINT NOT NULL;\n',
  )
})

test('a plain index that only a migration has is a difference', async () => {
  expect(await diff(base, 'CREATE INDEX extra ON "Thing" (amount)')).toBe('-- DropIndex\nDROP INDEX "extra";\n')
})

test('what Prisma cannot express is no difference', async () => {
  const byHand = `
    ALTER TABLE "Thing" ADD CONSTRAINT positive CHECK (amount > 0);
    CREATE UNIQUE INDEX one_open ON "Thing" (amount) WHERE status = 'OPEN';
    CREATE INDEX lower_status ON "Thing" (lower(status));
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no; never'; END $$;
    CREATE TRIGGER frozen BEFORE DELETE ON "Thing" FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE VIEW open_things AS SELECT * FROM "Thing" WHERE status = 'OPEN';
    ALTER TABLE "Thing" SET (fillfactor = 80);`
  expect(await diff(base, byHand)).toBeUndefined()
})

test('a migration that does not apply gives the error of PostgreSQL', async () => {
  await expect(diff(base, 'CREATE INDEX broken ON "Thing" (absent)')).rejects.toThrow('column "absent" does not exist')
})

test("this project's migrations create what its schema says", async () => {
  expect(await diffToSchema(inject('clusterUrl'), await readMigrations(), await readSchema())).toBeUndefined()
})
