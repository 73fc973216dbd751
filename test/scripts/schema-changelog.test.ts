import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { changesBetween } from '../../scripts/schema-changelog/changes.ts'
import { versions } from '../../scripts/schema-changelog/history.ts'
import { changelogPage } from '../../scripts/schema-changelog/page.ts'

const before = `
type Query { charge(id: ID!): Charge  charges(first: Int): [Charge] }
type Charge { id: ID!  status: Status!  retries: Int  amount: String }
enum Status { PROCESSING CAPTURED }
input Filter { status: Status }
`

test('sorts what changed into breaking, dangerous, added and deprecated, with the names as code', () => {
  const after = `
    type Query { charge(id: ID!): Charge  charges(first: Int, after: String): [Charge] }
    type Charge { id: ID!  status: Status!  attemptNumber: Int  amount: String @deprecated(reason: "use money") }
    enum Status { PROCESSING CAPTURED UNKNOWN }
    input Filter { status: Status  reference: String! }
    type Money { value: String! }
  `
  expect(changesBetween(before, after)).toEqual({
    breaking: ['A required field reference on input type Filter was added.', '`Charge.retries` was removed.'],
    dangerous: ['An optional arg after on `Query.charges` was added.', '`UNKNOWN` was added to enum type Status.'],
    added: [
      'Type `Money`.',
      '`Charge.attemptNumber`.',
      '`Filter.reference`.',
      '`Query.charges(after:)`.',
      '`Status.UNKNOWN`.',
    ],
    deprecated: ['`Charge.amount` is deprecated.'],
  })
})

test('an equal schema has no changes, and the page says so', () => {
  expect(changesBetween(before, before)).toEqual({ breaking: [], dangerous: [], added: [], deprecated: [] })
  const page = changelogPage([
    { name: '0.1.0', sdl: before },
    { name: '0.2.0', sdl: before },
  ])
  expect(page).toMatch(/## 0\.2\.0\n\nNothing has changed\.\n\n## 0\.1\.0\n\nThe first version\.\n$/)
})

const known = versions()
describe.skipIf(known === undefined)('in a complete git clone', () => {
  test('docs/schema-changelog.md is fresh: npm run schema:changelog', () => {
    const page = new URL('../../docs/schema-changelog.md', import.meta.url)
    expect(readFileSync(page, 'utf8')).toBe(changelogPage(known ?? []))
  })
})
