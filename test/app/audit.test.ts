import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../http/support/socket.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from './support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.cleanUp())

const authorization = `Bearer ${SANDBOX_KEY}`
const create = (key: string) =>
  `mutation { consumerCreate(input: { idempotencyKey: "${key}", country: "US" }) { __typename } }`

async function entryOf(requestId: string): Promise<unknown> {
  const { rows } = await app.database.pool.query(
    `SELECT action, outcome, address, actor_id = (SELECT id FROM api_keys) AS "isKey" FROM audit_log WHERE request_id = $1`,
    [requestId],
  )
  return rows
}
const entry = { action: 'consumerCreate', outcome: 'DONE', address: '127.0.0.1', isKey: true }

test('a mutation over HTTP is recorded with its key, address and request id', async () => {
  const headers = { authorization, 'content-type': 'application/json', 'x-request-id': 'request-http' }
  const body = JSON.stringify({ query: create('key-http') })
  const response = await fetch(app.graphqlUrl, { method: 'POST', headers, body })
  expect(response.headers.get('x-request-id')).toBe('request-http')
  expect(await entryOf('request-http')).toEqual([entry])
})

test('and over a WebSocket', async () => {
  const socket = await connect(app.wsUrl, authorization)
  socket.send({ id: '1', type: 'subscribe', payload: { query: create('key-socket') } })
  expect(await socket.next()).toMatchObject({ type: 'next' })
  await socket.close()
  const { rows } = await app.database.pool.query(
    `SELECT request_id AS id FROM audit_log WHERE request_id <> 'request-http'`,
  )
  expect(rows).toHaveLength(1)
  expect(await entryOf(rows[0].id)).toEqual([entry])
})

test('an unknown key is recorded nowhere: nothing was executed', async () => {
  const headers = { authorization: 'Bearer sk_test_unknown', 'content-type': 'application/json' }
  const count = async () => (await app.database.pool.query('SELECT count(*) FROM audit_log')).rows
  const before = await count()
  const body = JSON.stringify({ query: create('key-unknown') })
  expect((await fetch(app.graphqlUrl, { method: 'POST', headers, body })).status).toBe(401)
  expect(await count()).toEqual(before)
})
