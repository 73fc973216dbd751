import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { control, ledger } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { unreportedCharges } from '../support/unreported-charges.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(() => control(gateway, 'reset', {}))
afterAll(() => gateway.close())

type Turn = 0 | 1 | 2 | 3

function orderings(turns: readonly Turn[] = [0, 1, 2, 3]): Turn[][] {
  if (turns.length === 0) return [[]]
  return turns.flatMap(turn => orderings(turns.filter(other => other !== turn)).map(rest => [turn, ...rest]))
}

/** The gateway's result: the statuses in the order of the log, the money, and whether an operator is asked. */
async function recordsOf(chargeId: string) {
  const { rows } = await gateway.database.pool.query(
    `SELECT c.status, c.version, c.needs_attention AS "needsAttention", e.*, o.* FROM charges c,
       LATERAL (SELECT array_agg(e.status ORDER BY seq) FILTER (WHERE e.status IS NOT NULL) AS statuses,
         array_agg(e.version ORDER BY seq) FILTER (WHERE change) AS versions FROM events e WHERE subject_id = c.id) e,
       LATERAL (SELECT array_agg(o.kind || ' ' || o.amount ORDER BY o.kind) AS money FROM charge_operations o
         WHERE o.charge_id = c.id AND o.status = 'SUCCEEDED') o
     WHERE c.id = $1`,
    [chargeId],
  )
  return rows[0] as {
    status: string
    version: number
    needsAttention: boolean
    statuses: string[]
    versions: number[]
    money: string[]
  }
}

/** The order in which a charge can have them. */
const way = ['AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED']

test.each(['PPRO', 'APS'] as const)(
  '%s: four events of one charge in all 24 orders end in the same records, and no status goes back (scenario 11)',
  async provider => {
    const orders = orderings()
    expect(new Set(orders.map(String)).size).toBe(24)
    const told = await unreportedCharges[provider](gateway, orders.length)
    gateway.notify('gateway')
    for (const turn of [0, 1, 2, 3] as const) {
      const update = told.map(({ deliveries }, index) => deliveries[orders[index]?.[turn] ?? 0])
      const statuses = await Promise.all(update.map(delivery => gateway.deliver(provider, delivery)))
      expect(statuses).toEqual(orders.map(() => 200))
      await gateway.webhooksProcessed()
    }
    const { charges } = await ledger(gateway)
    for (const [index, { chargeId, providerReference, begun }] of told.entries()) {
      const { statuses, versions, ...records } = await recordsOf(chargeId)
      const since = statuses.slice(begun.length)
      const entry = charges.find(({ id }) => id === providerReference)
      expect({ order: orders[index], ...records, statuses, versions, entry }).toMatchObject({
        order: orders[index],
        status: 'PARTIALLY_REFUNDED',
        needsAttention: false,
        version: versions.length,
        money: ['AUTHORIZATION 1000', 'CAPTURE 1000', 'REFUND 300'],
        statuses: [...begun, ...way.filter(status => since.includes(status))],
        versions: versions.map((_, before) => before + 1),
        entry: { captured: 1_000, refunded: 300, voided: 0 },
      })
    }
  },
)
