import { afterAll, beforeAll, expect, test } from 'vitest'
import { emailHash, type PersonalData } from '../../../src/store/consumer/personal-data.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addConsumer, givenPersonal, type NewConsumer } from '../support/rows.ts'

let graph: TestGraph
let jane: NewConsumer
let john: NewConsumer

const personal: PersonalData = {
  name: 'Jane Doe',
  email: 'Jane@shop.example',
  phone: '+12025550123',
  birthDate: '1990-02-28',
  taxId: '12345678909',
  billingAddress: {
    firstName: 'Jane',
    lastName: 'Doe',
    street: '1 Main St',
    postalCode: '10001',
    city: 'New York',
    region: 'NY',
    country: 'US',
  },
}

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant, vault } = graph
  jane = await addConsumer(database, tenant, {
    reference: 'customer-1',
    locale: 'en-US',
    version: 3,
    ...givenPersonal(vault, personal),
    emailHash: emailHash(vault, 'Jane@shop.example'),
    metadata: { plan: 'gold' },
  })
  john = await addConsumer(database, tenant, { country: 'DE' })
})
afterAll(() => graph.stop())

const fields = `id version reference name email phone country locale birthDate taxId metadata createdAt updatedAt
  billingAddress { firstName lastName street postalCode city region country }`

test('shows a consumer with their personal data decrypted', async () => {
  expect(await graph.data(`query ($id: ID!) { consumer(id: $id) { ${fields} } }`, { id: jane.id })).toEqual({
    consumer: {
      id: jane.id,
      version: 3,
      reference: 'customer-1',
      country: 'US',
      locale: 'en-US',
      metadata: { plan: 'gold' },
      createdAt: jane.createdAt.toISOString(),
      updatedAt: jane.updatedAt.toISOString(),
      ...personal,
    },
  })
})

test('what was never given or was erased is null', async () => {
  const { consumer } = await graph.data(`query ($id: ID!) { consumer(id: $id) { ${fields} } }`, { id: john.id })
  const { id, version, country, createdAt, updatedAt, ...rest } = consumer
  expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null))
  expect({ id, version, country }).toEqual({ id: john.id, version: 1, country: 'DE' })
})

test('its cursor carries its version and the position of the log', async () => {
  const { consumer } = await graph.data('query ($id: ID!) { consumer(id: $id) { eventCursor } }', { id: jane.id })
  const { rows } = await graph.database.pool.query('SELECT snapshot_xmin FROM consumers WHERE id = $1', [jane.id])
  expect(graph.deps.cursors.decode(graph.tenant, consumer.eventCursor)).toEqual({
    ok: true,
    cursor: { kind: 'object', id: jane.id, version: 3, snapshotXmin: rows[0].snapshot_xmin },
  })
  expect(graph.deps.cursors.decode(graph.stranger, consumer.eventCursor)).toEqual({ ok: false, code: 'CURSOR_INVALID' })
})

const list = 'query ($filter: ConsumerFilter) { consumers(filter: $filter) { nodes { id } } }'
const found = async (filter: unknown) =>
  (await graph.data(list, { filter })).consumers.nodes.map(({ id }: { id: string }) =>
    id === jane.id ? 'jane' : 'john',
  )

test.each([
  [{}, ['john', 'jane']],
  [null, ['john', 'jane']],
  [{ reference: 'customer-1' }, ['jane']],
  [{ reference: 'customer' }, []],
  [{ email: 'jane@shop.example' }, ['jane']],
  [{ email: 'JANE@SHOP.EXAMPLE', country: 'US' }, ['jane']],
  [{ email: 'jane@shop' }, []],
  [{ country: 'DE' }, ['john']],
  [{ country: 'DE', reference: 'customer-1' }, []],
  [{ country: null, createdAfter: null }, ['john', 'jane']],
])('filter %j', async (filter, names) => {
  expect(await found(filter)).toEqual(names)
})

const create = `mutation ($input: ConsumerCreateInput!) {
  consumerCreate(input: $input) { ... on ConsumerCreatePayload { consumer { email } } ... on UserError { message } }
}`
const update = `mutation ($input: ConsumerUpdateInput!) {
  consumerUpdate(input: $input) { ... on ConsumerUpdatePayload { consumer { id } } ... on UserError { message } }
}`

test('an e-mail address is found in any case and with or without accents, and is stored as written', async () => {
  const { stranger } = graph
  const [composed, decomposed] = ['Jürgen@Müller.example'.normalize('NFC'), 'Jürgen@Müller.example'.normalize('NFD')]
  for (const email of ['Mary.Major@Shop.Example', composed]) {
    const input = { idempotencyKey: `made-${email.length}`, country: 'DE', email }
    expect(await graph.data(create, { input }, stranger)).toEqual({ consumerCreate: { consumer: { email } } })
  }
  const emails = async (email: string) =>
    (
      await graph.data(
        'query ($filter: ConsumerFilter) { consumers(filter: $filter) { nodes { email } } }',
        { filter: { email } },
        stranger,
      )
    ).consumers.nodes
  for (const email of ['mary.major@shop.example', 'MARY.MAJOR@SHOP.EXAMPLE', 'Mary.Major@Shop.Example'])
    expect(await emails(email), email).toEqual([{ email: 'Mary.Major@Shop.Example' }])
  for (const email of [composed, decomposed, decomposed.toUpperCase()])
    expect(await emails(email), email).toEqual([{ email: composed }])
  expect(await emails('mary.major@shop.example ')).toEqual([])
})

test('a consumer of an earlier version is found by the address as written, and after an update by any spelling', async () => {
  const { database, stranger, vault } = graph
  const { id } = await addConsumer(database, stranger, {
    ...givenPersonal(vault, { ...personal, email: 'Old@Shop.example' }),
    emailHash: vault.mac('email', 'Old@Shop.example'),
  })
  const ids = async (email: string) => (await graph.data(list, { filter: { email } }, stranger)).consumers.nodes
  expect(await ids('Old@Shop.example')).toEqual([{ id }])
  expect(await ids('old@shop.example')).toEqual([])
  expect(await graph.data(update, { input: { consumerId: id, name: 'Jane Roe' } }, stranger)).toEqual({
    consumerUpdate: { consumer: { id } },
  })
  expect(await ids('Old@Shop.example')).toEqual([{ id }])
  expect(await ids('OLD@SHOP.EXAMPLE')).toEqual([{ id }])
})

test('filters by time of creation', async () => {
  const createdAt = john.createdAt.toISOString()
  expect(await found({ createdAfter: createdAt })).toEqual(['john'])
  expect(await found({ createdBefore: createdAt })).toEqual(['jane'])
})

test('personal data is not stored in plain text for searches', async () => {
  const { rows } = await graph.database.pool.query(
    `SELECT row_to_json(c)::text AS stored FROM consumers c WHERE c.id = $1`,
    [jane.id],
  )
  for (const secret of ['Doe', 'shop.example', '5550123', '12345678909', 'Main St'])
    expect(rows[0].stored.toLowerCase()).not.toContain(Buffer.from(secret).toString('hex'))
})
