import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../scripts/migration-rules/rules.ts'
import { statementsOf } from '../../scripts/migration-rules/statements.ts'
import { readMigrations } from '../../src/store/migrations/folder.ts'

const problems = (sql: string, name = '20270101000000_next') => problemsOf([{ name, sql }], '20261231000000_last')

describe('a statement after which the previous version fails is refused', () => {
  test.each([
    ['DROP TABLE old;', 'drops what'],
    ['ALTER TABLE charges ADD COLUMN a int, DROP COLUMN b;', 'drops what'],
    ['ALTER TABLE charges DROP b;', 'drops what'],
    ['ALTER TABLE charges ALTER COLUMN a DROP DEFAULT;', 'takes away a default'],
    ['ALTER TABLE charges ADD COLUMN a numeric(10,2) NOT NULL;', 'adds a column'],
    ['ALTER TABLE charges ADD CONSTRAINT positive CHECK (a > 0);', 'reads the whole'],
    ['ALTER TABLE "charges" RENAME COLUMN "a" TO "b";', 'renames what'],
    ["ALTER TYPE status RENAME VALUE 'A' TO 'B';", 'renames what'],
    ['ALTER TABLE charges ALTER COLUMN a SET DATA TYPE bigint;', 'changes the type'],
    ['ALTER TABLE charges ALTER a TYPE bigint USING a::bigint;', 'changes the type'],
    ['ALTER TABLE charges ALTER COLUMN a SET NOT NULL;', 'requires a value'],
    ['ALTER TABLE charges ADD COLUMN a int NOT NULL;', 'adds a column'],
    ['ALTER TABLE charges ADD COLUMN a int DEFAULT 1, ADD COLUMN b text NOT NULL;', 'adds a column'],
    ['CREATE UNIQUE INDEX one ON charges (a);', 'builds an index'],
    ['CREATE INDEX IF NOT EXISTS one ON ONLY "charges" USING btree (a) WHERE b;', 'builds an index'],
  ])('%s', (sql, because) => {
    const [problem, ...more] = problems(`-- a comment; with a semicolon\n${sql}`)
    expect(problem).toContain(`20270101000000_next: ${sql.toUpperCase().replaceAll('"', '').slice(0, 14)}`)
    expect(problem).toContain(because)
    expect(more).toEqual([])
  })
})

describe('a statement after which it keeps working is accepted', () => {
  test.each([
    'CREATE TABLE fresh (id text NOT NULL); CREATE INDEX one ON fresh (id);',
    "ALTER TABLE charges ADD COLUMN a int, ADD COLUMN b text NOT NULL DEFAULT 'a, b', ADD COLUMN c boolean;",
    'ALTER TABLE charges ADD CONSTRAINT a_given CHECK (a IS NOT NULL) NOT VALID;',
    "ALTER TABLE charges ALTER COLUMN a SET DEFAULT 'x'; UPDATE charges SET a = 'x'; ALTER TABLE charges ALTER COLUMN a SET NOT NULL;",
    '-- no-transaction\nCREATE INDEX CONCURRENTLY one ON charges (a);',
    "COMMENT ON TABLE charges IS 'DROP TABLE charges; --';",
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE x; END $$;',
    'ALTER TABLE charges DROP CONSTRAINT a_given;',
    'ALTER TABLE charges ALTER COLUMN a DROP NOT NULL;',
    'ALTER INDEX one RENAME TO two; ALTER TABLE charges RENAME CONSTRAINT a TO b;',
    'CREATE TABLE fresh (id text); ALTER TABLE fresh ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES charges (id);',
  ])('%s', sql => {
    expect(problems(sql)).toEqual([])
  })

  test('what a comment above it allows, that one statement only', () => {
    const dropped = '-- unused since 0.2.0: the former name\nALTER TABLE charges DROP COLUMN a;'
    const contract = '20270101000000_contract_a'
    expect(problems(dropped, contract)).toEqual([])
    expect(problems(`${dropped}\nALTER TABLE charges DROP COLUMN b;`, contract)).toHaveLength(1)
    expect(problems(dropped)).toEqual(['20270101000000_next\n  removes something: its name must contain "_contract".'])
    expect(problems('-- locks: a table with one row\nCREATE INDEX one ON installation (id);')).toEqual([])
    expect(problems('-- survived: replaced by a view of that name\nALTER TABLE charges RENAME TO a;')).toEqual([])
    expect(problems('-- unused\nALTER TABLE charges DROP COLUMN a;')).toHaveLength(1)
    expect(problems('-- locks: short\nALTER TABLE charges DROP COLUMN a;')).toHaveLength(1)
  })

  test('without a transaction, one statement that makes nobody wait', () => {
    const refused = [
      '20270101000000_next\n  runs without a transaction: it must be one statement: … CONCURRENTLY, VALIDATE CONSTRAINT or ALTER TYPE … ADD VALUE.',
    ]
    expect(problems("-- no-transaction\nALTER TYPE status ADD VALUE 'A';")).toEqual([])
    expect(problems('-- no-transaction\nVACUUM FULL charges;')).toEqual(refused)
    expect(problems('-- no-transaction\nCREATE INDEX CONCURRENTLY a ON b (c); SELECT 1;')).toEqual(refused)
  })

  test('everything up to the base', () => {
    expect(problems('DROP TABLE old;', '20261231000000_last')).toEqual([])
  })

  test('the migrations of this project', async () => {
    expect(problemsOf(await readMigrations())).toEqual([])
  })
})

test('a script is split at its semicolons only', () => {
  const script = `CREATE TABLE "a" (b text DEFAULT ';--'); -- one; two
    /* three; */ SELECT $body$ ; $body$, $$;$$; SELECT 1 - 2 / 3`
  expect(statementsOf(script)).toEqual([
    { sql: "CREATE TABLE A (B TEXT DEFAULT '')", comments: [] },
    { sql: "SELECT '', ''", comments: ['one; two', 'three;'] },
    { sql: 'SELECT 1 - 2 / 3', comments: [] },
  ])
})
