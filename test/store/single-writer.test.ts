import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const files = globSync('src/{store,operations,workers,http,app}/**/*.ts')
const sources = await Promise.all(files.map(async file => ({ file, text: await readFile(file, 'utf8') })))

/** What belongs to a queue of work and not to the aggregate: when it is looked at next, and who holds it. */
const queueColumns = /^(reconcile_at|awaited_until|agreement_ended|fencing_token|lease_until|next_status_query_at)$/

test.each([
  ['charges', 'charge', 'charges'],
  ['chargeOperations', 'charge', 'charge_operations'],
  ['agreements', 'agreement', 'agreements'],
  ['revocations', 'agreement', 'revocations'],
  ['schedules', 'schedule', 'schedules'],
  ['occurrences', 'schedule', 'occurrences'],
  ['consumers', 'consumer', 'consumers'],
  ['auditEntries', 'audit', 'audit_log'],
])('only its repository writes %s', (name, aggregate, table) => {
  const writers = sources.filter(({ text }) =>
    new RegExp(`\\b(insert|update)\\(${name}\\b|(INSERT INTO|DELETE FROM) ${table}\\b`).test(text),
  )
  expect(writers.map(({ file }) => file)).toEqual([`src/store/${aggregate}/repository.ts`])
  const assigned = sources.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(`UPDATE ${table} (?:[a-z] )?SET ([^\`']*?)\\s(?:WHERE|FROM)`, 'g'))].flatMap(
      ([, set]) => [...(set ?? '').matchAll(/(\w+) =/g)].map(([, column]) => column),
    ),
  )
  expect(assigned.filter(column => !queueColumns.test(column ?? ''))).toEqual([])
})
