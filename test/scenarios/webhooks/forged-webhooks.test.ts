import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../providers/conformance/mailbox.ts'
import { account, apsAccount } from '../../support/world/simulators.ts'
import { byAps, byPpro, membersOf, textOf } from '../support/by-hand.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { type UnreportedCharge, unreportedCharges } from '../support/unreported-charges.ts'

const DAYS_400_MS = 400 * 86_400_000

/** A charge whose refund we do not know of yet: its notification would be an update. */
let gateway: Gateway
const charges: Partial<Record<'PPRO' | 'APS', UnreportedCharge | undefined>> = {}
beforeAll(async () => {
  gateway = await startGateway()
  for (const provider of ['PPRO', 'APS'] as const) [charges[provider]] = await unreportedCharges[provider](gateway, 1)
})
afterAll(() => gateway.close())

const chargeOf = (provider: 'PPRO' | 'APS') => {
  const charge = charges[provider]
  if (charge === undefined) throw new Error('there is no charge')
  return charge
}
const captured = (provider: 'PPRO' | 'APS') => chargeOf(provider).deliveries[2]

const records = async () => {
  const { rows } = await gateway.database.pool.query(
    `SELECT (SELECT json_agg(e) FROM provider_events e) AS inbox, (SELECT max(seq) FROM events) AS log,
       (SELECT json_agg(c) FROM charges c) AS charges`,
  )
  return rows[0]
}

/** The same values, written differently. */
const rewritten = (delivery: Delivery) => JSON.stringify(membersOf(delivery), null, 1)
const swapped = (text: string) => text.replace('1000', '9000')
const withoutSignature = ({ signature: _, ...fields }: Record<string, string>) => fields
const json = (fields: object): Delivery => ({
  headers: { 'content-type': 'application/json' },
  rawBody: Buffer.from(JSON.stringify(fields)),
})

const forgeries: readonly (readonly [string, 'PPRO' | 'APS', (true_: Delivery) => Delivery])[] = [
  ['unsigned', 'PPRO', ({ rawBody }) => ({ headers: { 'content-type': 'application/json' }, rawBody })],
  ['signed with a wrong secret', 'PPRO', ({ rawBody }) => byPpro(rawBody, { secret: 'wrong' })],
  ['serialized again', 'PPRO', delivery => ({ ...delivery, rawBody: Buffer.from(rewritten(delivery)) })],
  ['changed', 'PPRO', delivery => ({ ...delivery, rawBody: Buffer.from(swapped(textOf(delivery))) })],
  ['of another moment', 'PPRO', delivery => of(delivery, signature => signature.replace(/t=\d/, 't=9'))],
  ['with a signature cut short', 'PPRO', delivery => of(delivery, signature => signature.slice(0, -1))],
  [
    'right by the deprecated signature only, beside a wrong current one',
    'PPRO',
    ({ rawBody }) => {
      const { headers } = byPpro(rawBody, { secret: 'wrong' })
      return { rawBody, headers: { ...headers, 'webhook-signature': deprecatedSignature(rawBody) } }
    },
  ],
  ['unsigned', 'APS', delivery => json(withoutSignature(membersOf(delivery)))],
  ['signed with a wrong phrase', 'APS', delivery => byAps(membersOf(delivery), 'wrong')],
  ['signed with the phrase of our own requests', 'APS', told => byAps(membersOf(told), apsAccount.shaRequestPhrase)],
  ['changed', 'APS', delivery => json({ ...membersOf(delivery), amount: '9000' })],
  ['with something added', 'APS', delivery => json({ ...membersOf(delivery), remember_me: 'NO' })],
]

function of({ headers, rawBody }: Delivery, change: (signature: string) => string): Delivery {
  return { rawBody, headers: { 'ppro-signature': change(String(headers['ppro-signature'])) } }
}

function deprecatedSignature(rawBody: Uint8Array): string {
  return createHash('sha256').update(rawBody).update(`.${account.webhookSecret}`).digest('hex')
}

describe('refused with 401, not stored, and nothing changes', () => {
  test.each(forgeries)('(scenario 13) a notification %s, to %s', async (_, provider, forge) => {
    const before = await records()
    expect(await gateway.deliver(provider, forge(captured(provider)))).toBe(401)
    await gateway.webhooksProcessed()
    expect(await records()).toEqual(before)
  })
})

describe('accepted', () => {
  const inbox = async (eventId: string) => {
    const found = await gateway.database.pool.query(
      'SELECT status, deliveries FROM provider_events WHERE provider_event_id = $1',
      [eventId],
    )
    return found.rows
  }
  /** Its own event, about the same object. */
  let eventId: string
  let body: string
  beforeEach(() => {
    eventId = randomUUID()
    body = JSON.stringify({ ...membersOf(captured('PPRO')), id: eventId })
  })

  test('PPRO states no time window: a valid signature from 400 days ago, or from the future, is accepted (scenario 13)', async () => {
    for (const at of [new Date(Date.now() - DAYS_400_MS), new Date(Date.now() + DAYS_400_MS)])
      expect(await gateway.deliver('PPRO', byPpro(body, { at }))).toBe(200)
    await gateway.webhooksProcessed()
    expect(await inbox(eventId)).toEqual([{ status: 'PROCESSED', deliveries: 2 }])
  })

  test('a secret was changed: a signature with the old one is refused, the same body signed with the new one is accepted (scenario 13)', async () => {
    expect(await gateway.deliver('PPRO', byPpro(body, { secret: 'the-secret-before' }))).toBe(401)
    expect(await inbox(eventId)).toEqual([])
    expect(await gateway.deliver('PPRO', byPpro(body))).toBe(200)
    await gateway.webhooksProcessed()
    expect(await inbox(eventId)).toEqual([{ status: 'PROCESSED', deliveries: 1 }])
  })

  test('the deprecated signature alone, over the exact bytes (scenario 13)', async () => {
    const headers = { 'webhook-signature': deprecatedSignature(Buffer.from(body)) }
    expect(await gateway.deliver('PPRO', { headers, rawBody: Buffer.from(body) })).toBe(200)
    await gateway.webhooksProcessed()
    expect(await inbox(eventId)).toEqual([{ status: 'PROCESSED', deliveries: 1 }])
  })

  test('APS signs values, not bytes: in JSON, serialized again or as a form they are one event (scenario 13)', async () => {
    const told = captured('APS')
    const fields: Record<string, string> = membersOf(told)
    const form = new URLSearchParams(fields).toString()
    const deliveries: Delivery[] = [
      told,
      { ...told, rawBody: Buffer.from(rewritten(told)) },
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, rawBody: Buffer.from(form) },
    ]
    for (const delivery of deliveries) {
      expect(await gateway.deliver('APS', delivery)).toBe(200)
      await gateway.webhooksProcessed()
    }
    const { chargeId } = chargeOf('APS')
    const found = await gateway.database.pool.query(
      `SELECT status, deliveries, (SELECT count(*)::int FROM charge_operations
         WHERE charge_id = $1 AND kind = 'CAPTURE' AND status = 'SUCCEEDED') AS captures
       FROM provider_events WHERE subject_id = $1`,
      [chargeId],
    )
    expect(found.rows).toEqual([{ status: 'PROCESSED', deliveries: 3, captures: 1 }])
  })

  test('validly signed, of another account: kept as rejected, and nothing changes (scenario 13)', async () => {
    const { inbox: _, ...before } = await records()
    const event = JSON.parse(body)
    const foreign = JSON.stringify({ ...event, data: { ...event.data, merchantId: 'merch_other0000000000000001' } })
    expect(await gateway.deliver('PPRO', byPpro(foreign))).toBe(200)
    await gateway.webhooksProcessed()
    expect(await inbox(eventId)).toEqual([{ status: 'REJECTED', deliveries: 1 }])
    const { inbox: _after, ...after } = await records()
    expect(after).toEqual(before)
  })
})
