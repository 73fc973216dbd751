import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommitCutter, startCommitCutter } from '../../../chaos/processes/commit-cutter.ts'
import type { Random } from '../../../chaos/random.ts'
import type { Result } from '../../../src/domain/input/user-error.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { openDatabase } from '../../../src/store/sql/database.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import type { ChargeRow } from '../../../src/store/tables.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import { charge, givenActiveAgreement, key, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

const TEN_SECONDS_MS = 10_000

/** The number of the next COMMIT to cut, from now on, and whether PostgreSQL gets it first. Null: none. */
let next: { inCommits: number; kind: 'before' | 'after' } | null = null

/** Decides at each COMMIT whether it is cut, and how. */
const scripted: Pick<Random, 'chance'> = {
  chance: rate => (rate === 1 ? next !== null && --next.inCommits === 0 : next?.kind === 'before'),
}

let gateway: Gateway
let cutter: CommitCutter
let cut: Deps
beforeAll(async () => {
  gateway = await startGateway({ absenceMs: 5_000 })
  const url = new URL(String(gateway.database.pool.options.connectionString))
  cutter = await startCommitCutter(Number(url.port), 1, scripted as Random)
  cutter.begin()
  url.port = String(cutter.port)
  cut = { ...gateway.deps, database: openDatabase({ url: url.href }) }
})
afterAll(async () => {
  await cut.database.close()
  await cutter.close()
  await gateway.close()
})

const rowOf = async (id: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}

/** What a caller does after a cut without a response: it repeats the request under the same key. */
async function askUntilTold<P>(ask: () => Promise<Result<P>>): Promise<P> {
  for (let tries = 1; ; tries++) {
    try {
      return mustSucceed(await ask())
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}

/** Recovery alone finds the result of everything that is open. */
async function settled(chargeId: string): Promise<ChargeRow> {
  for (let step = 0; step < 30; step++) {
    const { rows } = await gateway.database.pool.query(
      `SELECT FROM provider_requests WHERE charge_id = $1 AND state <> 'SETTLED'`,
      [chargeId],
    )
    if (rows.length === 0) break
    gateway.pass(TEN_SECONDS_MS)
    await recoverDue(gateway.deps)
  }
  return rowOf(chargeId)
}

const entryOf = async ({ providerReference }: ChargeRow) =>
  (await ledger(gateway)).charges.filter(({ id }) => id === providerReference)
const chargesOf = async (agreementReference: string | null) =>
  (await ledger(gateway)).charges.filter(({ agreementId }) => agreementId === agreementReference)

async function agreementAt(provider: 'PPRO' | 'APS') {
  gateway.notify('gateway')
  const agreement = provider === 'PPRO' ? await givenActiveAgreement(gateway) : await givenActiveCard(gateway)
  await gateway.delivered()
  await gateway.quiet()
  gateway.notify('mailbox')
  return agreement
}

const money = { PPRO: usd, APS: aed } as const
const cases = (['PPRO', 'APS'] as const).flatMap(provider =>
  (['before', 'after'] as const).flatMap(kind => [1, 2].map(nth => [provider, nth, kind] as const)),
)

/** Cuts the nth COMMIT of some work, and asserts that there was one. */
async function cutting<T>(nth: number, kind: 'before' | 'after', work: () => Promise<T>): Promise<T> {
  const cuts = () => cutter.cutBefore + cutter.cutAfter
  const before = cuts()
  next = { inCommits: nth, kind }
  try {
    return await work()
  } finally {
    next = null
    await gateway.quiet()
    expect(cuts() - before).toBe(1)
  }
}

test.each(cases)(
  '%s: the connection is cut at COMMIT %i of a charge, %s PostgreSQL has it: charged once, and the returned result is kept (scenario 15)',
  async (provider, nth, kind) => {
    const agreement = await agreementAt(provider)
    const already = (await chargesOf(agreement.providerReference)).length
    const input = { idempotencyKey: key(), agreementId: agreement.id, amount: money[provider](1_000n) }
    const told = await cutting(nth, kind, () => askUntilTold(() => chargeCreate(cut, gateway.caller, input)))
    expect((await rowOf(told.charge.id)).version).toBeGreaterThanOrEqual(told.charge.version)
    const done = await settled(told.charge.id)
    expect(done.status).toBe('CAPTURED')
    expect(await entryOf(done)).toMatchObject([{ captured: 1_000 }])
    expect(await chargesOf(agreement.providerReference)).toHaveLength(already + 1)
  },
)

test.each(cases)(
  '%s: the connection is cut at COMMIT %i of a refund, %s PostgreSQL has it: refunded once, and the returned result is kept (scenario 15)',
  async (provider, nth, kind) => {
    const agreement = await agreementAt(provider)
    const paid = await charge(gateway, agreement.id, 0n, { amount: money[provider](1_000n) })
    const input = { idempotencyKey: key(), chargeId: paid.id, amount: money[provider](300n) }
    const told = await cutting(nth, kind, () => askUntilTold(() => chargeRefund(cut, gateway.caller, input)))
    expect((await rowOf(paid.id)).version).toBeGreaterThanOrEqual(told.charge.version)
    const done = await settled(paid.id)
    expect(done.status).toBe('PARTIALLY_REFUNDED')
    expect(await entryOf(done)).toMatchObject([{ captured: 1_000, refunded: 300 }])
  },
)
