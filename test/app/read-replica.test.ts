import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from './support/test-app.ts'

/** A database of its own that is no replica of the app's: whatever came from it would be missing from the answers. */
let other: TestDatabase
let app: TestApp
beforeAll(async () => {
  other = await createTestDatabase()
  app = await startTestApp({ databaseReadUrl: other.url })
})
afterAll(async () => {
  await app.cleanUp()
  await other.drop()
})

async function ask(query: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' }
  const answer = await fetch(app.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return answer.json()
}

test('a database that is no replica in recovery never answers; the primary does', async () => {
  const input = '{ idempotencyKey: "1", country: "DE" }'
  const made = await ask(
    `mutation { consumerCreate(input: ${input}) { ... on ConsumerCreatePayload { consumer { id } } } }`,
  )
  const { id } = (made as { data: { consumerCreate: { consumer: { id: string } } } }).data.consumerCreate.consumer
  expect(await ask('{ consumers { nodes { id } } }')).toMatchObject({ data: { consumers: { nodes: [{ id }] } } })
  expect(await ask('{ consumers { nodes { id } } }')).toMatchObject({ data: { consumers: { nodes: [{ id }] } } })
  const metrics = await (await fetch(`${app.url}/metrics`)).text()
  expect(metrics).toContain('perennial_list_reads_total{replica="late"}')
  expect(metrics).not.toContain('replica="fresh"')
})
