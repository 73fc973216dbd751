import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { type Failure, neverArrived, providerUnreachable } from '../../../src/domain/decline/failure.ts'
import { chargeStatuses } from '../../../src/domain/enums.ts'
import { countedAttempts } from '../../../src/store/charge/retry-budget.ts'
import type { Statement } from '../../../src/store/sql/database.ts'
import { startGraph, type TestGraph } from '../../schema/support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addProviderRequest,
  type NewAgreement,
  type NewCharge,
} from '../../schema/support/rows.ts'

const DAY_MS = 86_400_000
const now = new Date('2026-06-30T12:00:00.000Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const declined: Failure = { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS', advice: 'RETRY_LATER', message: 'No.' }

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

async function givenInstrument() {
  const consumer = await addConsumer(graph.database, graph.tenant)
  const instrument = await addInstrument(graph.database, consumer, { brand: 'VISA' })
  const agreement = await addAgreement(graph.database, consumer, { instrumentId: instrument.id })
  return { consumer, instrument, agreement }
}

/** A declined charge that the merchant started, unless the arguments say otherwise. */
function providerRequest(agreement: NewAgreement, given: Partial<NewCharge> = {}) {
  const createdAt = given.createdAt ?? ago(DAY_MS)
  const id = newId('charge', createdAt)
  return addCharge(graph.database, agreement, { id, status: 'FAILED', failure: declined, createdAt, ...given })
}

const counted = (...instrumentIds: string[]) => countedAttempts(graph.database, graph.tenant, instrumentIds, now)

describe('the budget counts', () => {
  const open = ['PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'FAILED', 'DISCARDED']

  test.each(chargeStatuses)('%s: what has not succeeded (scenario 21)', async status => {
    const { instrument, agreement } = await givenInstrument()
    await providerRequest(agreement, {
      status,
      failure: status === 'FAILED' || status === 'DISCARDED' ? declined : null,
    })
    expect(await counted(instrument.id)).toHaveLength(open.includes(status) ? 1 : 0)
  })

  test.each<[string, Partial<NewCharge>, number]>([
    ['a decline', {}, 1],
    ['a scheduled one', { reason: 'SCHEDULED' }, 1],
    ['a retry', { reason: 'SCHEDULED_RETRY' }, 1],
    ['of another amount', { amount: 7n }, 1],
    ['what the acquirer rejected as invalid', { failure: { ...declined, kind: 'INVALID_REQUEST' } }, 1],
    ['not what never arrived', { failure: neverArrived }, 0],
    ['not what reached no issuer', { failure: providerUnreachable }, 0],
    ['not what the provider refused as an invalid request', { failure: { ...declined, reachedIssuer: false } }, 0],
    ['not the initial charge', { reason: 'INITIAL', initiator: 'CONSUMER' }, 0],
    ['not the initial charge, also if the merchant started it', { reason: 'INITIAL' }, 0],
    ['not what the consumer started', { initiator: 'CONSUMER' }, 0],
    ['a second less than 30 days old', { createdAt: ago(30 * DAY_MS - 1_000) }, 1],
    ['not what is exactly 30 days old', { createdAt: ago(30 * DAY_MS) }, 0],
  ])('%s (scenario 21)', async (_, given, count) => {
    const { instrument, agreement } = await givenInstrument()
    await providerRequest(agreement, given)
    expect(await counted(instrument.id)).toHaveLength(count)
  })

  test('from the response on: what was lost and sent again late (scenario 21)', async () => {
    const { instrument, agreement } = await givenInstrument()
    const createdAt = ago(32 * DAY_MS)
    const [gone, within] = [
      await providerRequest(agreement, { createdAt }),
      await providerRequest(agreement, { createdAt }),
    ]
    await addProviderRequest(graph.database, gone, { settledAt: ago(30 * DAY_MS) })
    await addProviderRequest(graph.database, within, { settledAt: ago(30 * DAY_MS - 1_000) })
    await addProviderRequest(graph.database, gone, { purpose: 'VOID', settledAt: ago(DAY_MS) })
    expect(await counted(instrument.id)).toEqual([{ instrumentId: instrument.id, at: ago(30 * DAY_MS - 1_000) }])
  })

  test.each(['SENDING', 'UNKNOWN'] as const)(
    'from now on if it is %s, however old it is (scenario 21)',
    async state => {
      const { instrument, agreement } = await givenInstrument()
      const charge = await providerRequest(agreement, { createdAt: ago(31 * DAY_MS), status: 'UNKNOWN', failure: null })
      await addProviderRequest(graph.database, charge, { state, nextStatusQueryAt: now })
      expect(await counted(instrument.id)).toEqual([{ instrumentId: instrument.id, at: now }])
    },
  )

  test('each instrument separately, under all its agreements, newest first (scenario 21)', async () => {
    const [one, other] = [await givenInstrument(), await givenInstrument()]
    const again = await addAgreement(graph.database, one.consumer, { instrumentId: one.instrument.id })
    await providerRequest(one.agreement, { createdAt: ago(3 * DAY_MS) })
    await providerRequest(again, { createdAt: ago(DAY_MS) })
    await providerRequest(other.agreement, { createdAt: ago(2 * DAY_MS) })
    expect(await counted(one.instrument.id, other.instrument.id)).toEqual([
      { instrumentId: one.instrument.id, at: ago(DAY_MS) },
      { instrumentId: other.instrument.id, at: ago(2 * DAY_MS) },
      { instrumentId: one.instrument.id, at: ago(3 * DAY_MS) },
    ])
  })

  test('nothing of another merchant (scenario 21)', async () => {
    const { instrument, agreement } = await givenInstrument()
    await providerRequest(agreement)
    expect(await countedAttempts(graph.database, graph.stranger, [instrument.id], now)).toEqual([])
  })
})

test('by indexes, from the start of the window, however many instruments and charges there are (scenario 21)', async () => {
  const clone = await startGraph()
  const client = await clone.database.pool.connect()
  try {
    const consumer = await addConsumer(clone.database, clone.tenant)
    await addInstrument(clone.database, consumer)
    const charge = await addCharge(clone.database, await addAgreement(clone.database, consumer))
    await addProviderRequest(clone.database, charge)
    // 400 instruments with an agreement and 20 charges each: copies of one.
    const copies = (table: string, change: string, count: number) =>
      client.query(
        `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${change})).* FROM ${table} t, generate_series(1, ${count}) n`,
      )
    await copies('instruments', `jsonb_build_object('id', 'ins_' || n)`, 400)
    await copies('agreements', `jsonb_build_object('id', 'agr_' || n, 'instrument_id', 'ins_' || n)`, 400)
    await copies('charges', `jsonb_build_object('id', 'chg_' || n, 'agreement_id', 'agr_' || (1 + n % 400))`, 8_000)
    await copies('provider_requests', `jsonb_build_object('id', 'att_' || n, 'charge_id', 'chg_' || n)`, 8_000)
    await client.query('ANALYZE instruments, agreements, charges, provider_requests')
    const plan = await genericPlan(client, ['ins_7'])
    expect(plan).toMatch(/agreements_instrument_id_idx/)
    expect(plan).toMatch(/charges_agreement_id_id_idx/)
    expect(plan).toMatch(/provider_requests_charge_id_idx/)
    expect(plan).toMatch(/Index Cond: .*agreement_id = .* AND \(.*id >= /)
    expect(plan).not.toMatch(/Seq Scan/)
  } finally {
    client.release()
    await clone.stop()
  }
})

/** The plan that PostgreSQL settles on once it no longer plans for the values given. */
async function genericPlan(
  client: { query(text: string): Promise<{ rows: readonly Record<string, string>[] }> },
  instrumentIds: readonly string[],
): Promise<string> {
  let text = ''
  const record = async (statement: Statement<unknown>) => {
    text = statement.text
    return []
  }
  await countedAttempts({ rows: record, row: async () => undefined } as never, graph.tenant, instrumentIds, now)
  await client.query('SET plan_cache_mode = force_generic_plan')
  await client.query(`PREPARE planned AS ${text}`)
  const since = ago(30 * DAY_MS).toISOString()
  const values = `'${graph.tenant.merchantId}', 'TEST', ARRAY['${instrumentIds.join("','")}'], 'chg_0', '${since}', '${now.toISOString()}'`
  const { rows } = await client.query(`EXPLAIN (COSTS OFF) EXECUTE planned (${values})`)
  return rows.map(row => row['QUERY PLAN']).join('\n')
}
