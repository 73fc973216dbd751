import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import { recordAudit } from '../../../src/store/audit/repository.ts'
import type { AuditEntryRow } from '../../../src/store/tables.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addConsumer, addProviderEvent } from '../support/rows.ts'

let graph: TestGraph
const chargeId = newId('charge', new Date())
const days = ['2026-03-01', '2026-03-02', '2026-03-03']
const ids: string[] = []

function entryAt(day: string, tenant: Tenant): AuditEntryRow {
  const at = new Date(`${day}T12:00:00.000Z`)
  return {
    ...tenant,
    id: newId('auditEntry', at),
    at,
    actorKind: 'KEY',
    actorId: 'key_a',
    action: 'chargeCapture',
    objectId: chargeId,
    outcome: 'DONE',
    code: null,
    reason: null,
    address: '203.0.113.7',
    requestId: 'request-9',
  }
}

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant, stranger } = graph
  const [first, second, third] = days.map(day => entryAt(day, tenant)) as [AuditEntryRow, AuditEntryRow, AuditEntryRow]
  const entries: AuditEntryRow[] = [
    first,
    { ...second, actorId: 'key_b', outcome: 'REFUSED', code: 'INVALID_STATE' },
    { ...third, action: 'chargeRefund', reason: 'Returned', objectId: null },
  ]
  ids.push(...entries.map(({ id }) => id))
  await recordAudit(database, entries)
  await recordAudit(database, [{ ...first, reason: 'again' }])
  await recordAudit(database, [entryAt('2026-03-02', stranger), entryAt('2026-03-02', { ...tenant, mode: 'LIVE' })])
})
afterAll(() => graph.stop())

const query = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: AuditLogFilter) {
  auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

const page = async (variables: Record<string, unknown> = {}) =>
  (await graph.data(query, variables, undefined, ['manage'])).auditLog
const found = async (filter: object) => (await page({ filter })).nodes.map(({ id }: { id: string }) => ids.indexOf(id))

test('shows who did what, when, from where and how it ended', async () => {
  const fields = 'actorKind actorId action objectId outcome code reason address requestId'
  const { auditLog } = await graph.data(`{ auditLog { nodes { id at ${fields} } } }`, {}, undefined, ['manage'])
  const same = { actorKind: 'KEY', actorId: 'key_a', address: '203.0.113.7', requestId: 'request-9' }
  expect(auditLog.nodes).toEqual([
    {
      ...{ id: ids[2], at: '2026-03-03T12:00:00.000Z', ...same, action: 'chargeRefund', objectId: null },
      ...{ outcome: 'DONE', code: null, reason: 'Returned' },
    },
    {
      ...{ id: ids[1], at: '2026-03-02T12:00:00.000Z', ...same, actorId: 'key_b', action: 'chargeCapture' },
      ...{ objectId: chargeId, outcome: 'REFUSED', code: 'INVALID_STATE', reason: null },
    },
    {
      ...{ id: ids[0], at: '2026-03-01T12:00:00.000Z', ...same, action: 'chargeCapture', objectId: chargeId },
      ...{ outcome: 'DONE', code: null, reason: null },
    },
  ])
})

test('is paged from either end', async () => {
  const first = await page({ first: 2 })
  expect(first.nodes.map(({ id }: { id: string }) => ids.indexOf(id))).toEqual([2, 1])
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
  const rest = await page({ first: 2, after: first.pageInfo.endCursor })
  expect(rest.nodes).toEqual([{ id: ids[0] }])
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
  expect((await page({ last: 1 })).nodes).toEqual([{ id: ids[0] }])
})

test.each([
  [{ actor: 'key_b' }, [1]],
  [{ objectId: chargeId }, [1, 0]],
  [{ action: 'chargeRefund' }, [2]],
  [{ from: '2026-03-02T12:00:00.000Z' }, [2, 1]],
  [{ to: '2026-03-02T12:00:00.000Z' }, [0]],
  [{ from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', action: 'chargeCapture' }, [1]],
  [{ actor: 'key_\0' }, []],
])('filters: %j', async (filter, expected) => {
  expect(await found(filter)).toEqual(expected)
})

test('needs the scope manage', async () => {
  const { data, errors } = await graph.run(query, {}, undefined, ['read', 'charge', 'refund', 'operator'])
  expect(data ?? null).toBeNull()
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN'])
})

test.each([
  ['UPDATE', `UPDATE audit_log SET reason = 'another'`],
  ['DELETE', 'DELETE FROM audit_log'],
  ['TRUNCATE', 'TRUNCATE audit_log'],
])('the database refuses %s', async (_what, sql) => {
  const rows = async () => (await graph.database.pool.query('SELECT * FROM audit_log ORDER BY id')).rows
  const before = await rows()
  await expect(graph.database.pool.query(sql)).rejects.toThrow('the audit log is appended to, never changed or cleared')
  expect(await rows()).toEqual(before)
})

describe('personal data that is read', () => {
  const read = '{ consumers(first: 2) { nodes { id name email taxId } } providerEvents { nodes { id body } } }'
  const reads = async () =>
    (
      await graph.database.pool.query(
        `SELECT action, object_id AS "objectId", outcome, request_id AS "requestId" FROM audit_log
         WHERE action LIKE 'read:%' ORDER BY action, object_id`,
      )
    ).rows

  test('by an operator is recorded once for each object and request, in one statement', async () => {
    const { database, tenant } = graph
    const consumers = [await addConsumer(database, tenant), await addConsumer(database, tenant)]
    const event = await addProviderEvent(database, tenant)
    await graph.data(read, {}, undefined, ['read'])
    expect(await reads()).toEqual([])
    const names = await graph.statements('{ consumers(first: 2) { nodes { name email taxId } } }', {}, [
      'read',
      'operator',
    ])
    expect(names.filter(name => name.startsWith('write:'))).toHaveLength(1)
    await graph.data('{ providerEvents { nodes { body } } }')
    const entry = { outcome: 'DONE', requestId: 'request-1' }
    expect(await reads()).toEqual([
      ...consumers
        .map(({ id }) => id)
        .sort()
        .map(objectId => ({ action: 'read:Consumer', objectId, ...entry })),
      { action: 'read:ProviderEvent', objectId: event.id, ...entry },
    ])
  })

  test('is not shown if the read cannot be recorded', async () => {
    const { deps, database } = graph
    const broken = { ...database, row: () => Promise.reject(new Error('the entry could not be written')) }
    Object.assign(deps, { database: broken })
    const { data, errors } = await graph.run('{ consumers(first: 1) { nodes { name } } }')
    Object.assign(deps, { database })
    expect(data).toMatchObject({ consumers: { nodes: [{ name: null }] } })
    expect(errors).toHaveLength(1)
  })
})
