import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import { getDatamodel } from '../../../src/store/prisma/generated/pothos.ts'
import { narrowed } from '../../../src/store/prisma/grant-reads.ts'
import { tenantClient } from '../../../src/store/prisma/tenant-client.ts'
import { startGraph, type TestGraph } from '../../schema/support/graph.ts'
import { addAgreement, addCharge, addConsumer, addProviderEvent } from '../../schema/support/rows.ts'
import { sentByPrisma } from '../support/sent-by-prisma.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

type Delegate = Record<string, (args: object) => Promise<unknown>>
const { models } = getDatamodel().datamodel
const delegate = (model: string): Delegate => {
  const client = tenantClient(graph.database, graph.tenant) as unknown as Record<string, Delegate>
  const found = client[`${model.slice(0, 1).toLowerCase()}${model.slice(1)}`]
  if (found === undefined) throw new Error(`no delegate of ${model}`)
  return found
}

const sent = (read: () => Promise<unknown>) => sentByPrisma(graph.database, read)

const scoped = [
  ...['Agreement', 'ApiKey', 'AuditEntry', 'Charge', 'ChargeOperation', 'ClientToken', 'ConsoleSession', 'Consumer'],
  ...[
    'DataKey',
    'Event',
    'IdempotencyKey',
    'Instrument',
    'Occurrence',
    'ProviderAccount',
    'ProviderEvent',
    'ProviderRequest',
  ],
  ...['ReturnOrigins', 'Revocation', 'Schedule', 'WebhookDelivery', 'WebhookEndpoint'],
]
const others = [
  ...[
    'Archive',
    'Installation',
    'IntegrityPass',
    'IntegrityViolation',
    'Merchant',
    'ProviderCall',
    'ReturnQuery',
    'SandboxClock',
  ],
]
const writes = [
  ...['create', 'createMany', 'createManyAndReturn', 'update', 'updateMany', 'updateManyAndReturn', 'upsert'],
  ...['delete', 'deleteMany'],
]

test('every model is known: of a tenant, or not', () => {
  expect(Object.keys(models).sort()).toEqual([...scoped, ...others].sort())
})

describe.each(scoped)('%s', model => {
  const fields = models[model]?.fields ?? []
  const [first] = fields.filter(({ kind }) => kind === 'scalar')
  const by = first?.name ?? ''
  const unique = () => {
    const { primaryKey } = models[model] ?? {}
    const id = fields.find(({ isId, isUnique, type }) => isId || (isUnique && type !== 'Bytes'))
    if (id !== undefined) return { [id.name]: id.type === 'BigInt' ? 1n : 'x' }
    const sampleOf = (name: string) =>
      fields.find(field => field.name === name)?.type === 'BigInt' ? 1n : name === 'mode' ? 'TEST' : 'x'
    const key = primaryKey?.fields.map(name => [name, sampleOf(name)]) ?? []
    return { [primaryKey?.fields.join('_') ?? '']: Object.fromEntries(key) }
  }
  test.each([
    ['findUnique', () => ({ where: unique() })],
    ['findUniqueOrThrow', () => ({ where: unique() })],
    ['findFirst', () => ({})],
    ['findFirstOrThrow', () => ({})],
    ['findMany', () => ({})],
    ['findMany', () => ({ where: { merchantId: 'mer_another', OR: [{ mode: 'LIVE' }] } })],
    ['count', () => ({})],
    ['aggregate', () => ({ _count: true })],
    ['groupBy', () => ({ by: [by] })],
  ])('%s reads the rows of its tenant alone', async (operation, args) => {
    const [statement, ...more] = await sent(async () =>
      delegate(model)
        [operation]?.(args())
        .catch(() => {}),
    )
    expect(more).toEqual([])
    expect(statement?.text).toMatch(/"merchant_id" = \$\d+ AND "?[\w.]*"?\.?"?\w*"?\."mode" = CAST\(/)
    expect(statement?.values).toEqual(expect.arrayContaining([graph.tenant.merchantId, graph.tenant.mode]))
    expect(statement?.values).not.toContain('mer_another')
  })

  test.each(writes)('%s is refused', async operation => {
    const args = { where: {}, data: {}, create: {}, update: {} }
    const refused = sent(async () => expect(delegate(model)[operation]?.(args)).rejects.toThrow('write by SQL'))
    expect(await refused).toEqual([])
  })
})

test.each(others)('%s, which belongs to no merchant, is refused', async model => {
  await expect(delegate(model)['findMany']?.({})).rejects.toThrow('belongs to no merchant')
})

test('raw statements are refused', async () => {
  const client = tenantClient(graph.database, graph.tenant)
  await expect(client.$queryRaw`SELECT 1`).rejects.toThrow('belongs to no merchant')
  await expect(client.$executeRaw`SELECT 1`).rejects.toThrow('belongs to no merchant')
})

test('each tenant reads its own rows, and no other finds them by their ids', async () => {
  const { database, tenant, stranger } = graph
  const charge = await addCharge(database, await addAgreement(database, await addConsumer(database, tenant)))
  const read = (who: typeof tenant) =>
    tenantClient(database, who).charge.findUnique({ where: { id: charge.id }, select: { id: true } })
  expect(await read(tenant)).toEqual({ id: charge.id })
  expect(await read(stranger)).toBeNull()
  expect(await read({ ...tenant, mode: 'LIVE' })).toBeNull()
  expect(await tenantClient(database, stranger).charge.findMany()).toEqual([])
})

test('a tenant has one client', () => {
  const { database, tenant } = graph
  expect(tenantClient(database, { ...tenant })).toBe(tenantClient(database, tenant))
})

describe('for a client token', () => {
  const reachNothing = () =>
    tenantClient(graph.database, graph.tenant, reachOf({ consumer: null, agreement: null, charge: null }))

  test.each(scoped)('%s says which of its rows are reached', async model => {
    const client = reachNothing() as unknown as Record<string, Delegate>
    const found = client[`${model.slice(0, 1).toLowerCase()}${model.slice(1)}`]?.['findMany']?.({})
    expect(await found).toEqual([])
  })

  test('a model that does not say it is refused, and so is a count of related rows', async () => {
    expect(() => narrowed('Merchant', {}, {})).toThrow('has no rule for client tokens')
    const counted = { select: { _count: { select: { charges: true } } } }
    expect(() => narrowed('Agreement', counted, { Agreement: {} })).toThrow('_count is not filtered')
  })

  test('rows of models that are not for it are there, and it reads none', async () => {
    const { database, tenant } = graph
    const consumer = await addConsumer(database, tenant)
    await addProviderEvent(database, tenant, { subjectType: 'Consumer', subjectId: consumer.id })
    const named = { consumer: { id: consumer.id }, agreement: null, charge: null }
    const client = tenantClient(database, tenant, reachOf(named))
    expect(await client.consumer.findMany({ select: { id: true } })).toEqual([{ id: consumer.id }])
    const or = { OR: [{ subjectId: { not: null } }, { type: 'x' }] }
    expect(await client.providerEvent.count({ where: or })).toBe(0)
    expect(await tenantClient(database, tenant).providerEvent.count({ where: or })).toBe(1)
  })
})
