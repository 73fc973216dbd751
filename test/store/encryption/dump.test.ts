import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { consumerErase } from '../../../src/operations/consumer/erase.ts'
import { consumerUpdate } from '../../../src/operations/consumer/update.ts'
import { aed, consumerGoes } from '../../support/world/card.ts'
import { cards } from '../../support/world/consumer.ts'
import { eventId, notificationsOf, revocationOf, sign } from '../../support/world/ppro-notifications.ts'
import { agreementIs, charge, decide, givenPendingAgreement, key, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** In every field that holds something personal; each occurs only where this test put it. */
const personal = {
  name: 'Canaria Nombre',
  email: 'canary-mail@example.com',
  phone: '+49 30 77001122',
  birthDate: '1981-07-06',
  taxId: 'CANARY-TAX-77',
  billingAddress: {
    firstName: 'Canaryfirst',
    lastName: 'Canarylast',
    street: 'Canarystreet 5',
    postalCode: 'CAN4RY',
    city: 'Canarytown',
    region: 'CR',
    country: 'DE',
  },
}
const client = { ip: '203.0.113.77', userAgent: 'Canary-Browser/7' }
const webhook = { name: 'Canaryhook', email: 'canary-hook@example.com' }
const canaries = [
  ...[personal.name, personal.email, personal.phone, '+493077001122', personal.birthDate, personal.taxId],
  ...['Canaryfirst', 'Canarylast', 'Canarystreet', 'CAN4RY', 'Canarytown'],
  ...[client.ip, client.userAgent, webhook.name, webhook.email, cards.visaAsked.card_number, 'Canary Cardholder'],
]

/** Every row of every table: as text, and with the contents of binary columns as if they were text. */
async function dump(): Promise<string> {
  const { pool } = world.database
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const found = await pool.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`)
    for (const { text } of found.rows)
      texts.push(
        text,
        ...[...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')),
      )
  }
  return texts.join('\n')
}

const inClear = (text: string) => canaries.filter(canary => text.toLowerCase().includes(canary.toLowerCase()))

test('a dump of the database after a run with both providers holds no personal data in clear; nor after an erasure', async () => {
  const { deps, caller } = world
  const consumerOf = async () => {
    const { id } = mustSucceed(
      await consumerCreate(deps, caller, { idempotencyKey: key(), country: 'US', ...personal }),
    ).consumer
    mustSucceed(await consumerUpdate(deps, caller, { consumerId: id, name: personal.name, locale: 'de-DE' }))
    return id
  }
  const [atPpro, atAps] = [await consumerOf(), await consumerOf()]
  const first = await givenPendingAgreement(world, { consumerId: atPpro, client, initialCharge: { amount: usd(900n) } })
  await decide(first, 'approve')
  await agreementIs(world, first.id, 'ACTIVE')
  const card = await givenPendingAgreement(world, {
    ...{ provider: 'APS', paymentMethod: 'CARD', consumerId: atAps, client, initialCharge: { amount: aed(1_000n) } },
  })
  // The address of a consumer who is awaited is stored until they come.
  expect(inClear(await dump())).toEqual([])
  const withHolder = { ...cards.visaAsked, card_holder_name: 'Canary Cardholder' }
  await consumerGoes(world, card, { card: withHolder })
  await agreementIs(world, card.id, 'ACTIVE')
  const manual = await charge(world, first.id, 700n, { captureMode: 'MANUAL' })
  mustSucceed(await chargeCapture(deps, caller, { idempotencyKey: key(), chargeId: manual.id }))
  const refunded = await charge(world, card.id, 0n, { amount: aed(300n), client })
  mustSucceed(await chargeRefund(deps, caller, { idempotencyKey: key(), chargeId: refunded.id }))
  await charge(world, first.id, 300_002n)
  const { receive } = notificationsOf(() => world)
  for (const subject of [first.providerReference, 'pagr_of_nobody']) {
    const event = {
      ...revocationOf({ ...first, providerReference: subject }, eventId(), 'PAYMENT_AGREEMENT_ACTIVE'),
      consumer: webhook,
    }
    const body = JSON.stringify(event)
    expect(await receive(body, sign(body))).toMatchObject({ status: 200 })
  }
  await world.quiet()

  const text = await dump()
  // The search does find what is there.
  expect([text.includes(first.id), text.includes(refunded.id), text.includes('pagr_of_nobody')]).toEqual([
    true,
    true,
    true,
  ])
  expect(inClear(text)).toEqual([])
  for (const consumerId of [atPpro, atAps]) mustSucceed(await consumerErase(deps, caller, { consumerId }))
  await world.quiet()
  expect(inClear(await dump())).toEqual([])
})

test('docs/encryption.md names every column of every table', async () => {
  const page = await readFile(new URL('../../../docs/encryption.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^\| `(\w+)` \|(.*)$/gm)].map(([, table, columns = '']) => [
    table,
    [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => column).sort(),
  ])
  const { rows } = await world.database.pool.query<{ table: string; columns: string[] }>(
    `SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
       AND NOT (SELECT relispartition FROM pg_class WHERE oid = table_name::regclass) GROUP BY table_name`,
  )
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(rows.map(({ table, columns }) => [table, columns.sort()])),
  )
})
