import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { moveAgreement } from '../../../src/domain/agreement/transition.ts'
import { applyReports } from '../../../src/operations/agreement/answer.ts'
import { agreementApply } from '../../../src/operations/agreement/apply.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { findAgreement } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { until } from '../../support/until.ts'
import { consumerGoes, givenCardAgreement } from '../../support/world/card.ts'
import { cards, walk } from '../../support/world/consumer.ts'
import { pagesOf } from '../../support/world/gateway-pages.ts'
import { abandonDue, recoverDue } from '../../support/world/jobs.ts'
import {
  agreementIs,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  ledger,
  mustSucceed,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const HOUR_MS = 3_600_000

let world: World
let aheadMs = 0
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => new Date(Date.now() + aheadMs) } })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

const read = async (id: string) => {
  const row = await findAgreement(world.database, world.caller.tenant, id)
  if (row === undefined) throw new Error('no agreement')
  return row
}
const needing = async () => {
  const { rows } = await world.database.pool.query<{ id: string }>(
    'SELECT id FROM agreements WHERE needs_attention ORDER BY id DESC',
  )
  return rows.map(({ id }) => id)
}
const notesOf = async (id: string) => {
  const found = await world.database.pool.query<{ type: string }>(
    'SELECT type FROM events WHERE subject_id = $1 AND NOT change ORDER BY seq',
    [id],
  )
  return found.rows.map(({ type }) => type)
}
const update = (agreement: AgreementRow) =>
  ({ tenant: world.caller.tenant, agreementId: agreement.id, source: 'WEBHOOK', actor: null }) as const

/** A world whose providers do not answer status queries. */
function withoutStatusQueries(): Deps {
  const find: Deps['providers']['find'] = (code, account) => {
    const real = world.deps.providers.find(code, account)
    const call = { summary: 'test', durationMs: 1 }
    return real && { ...real, queryStatus: async () => ({ found: 'unknown', call }) }
  }
  return { ...world.deps, providers: { ...world.deps.providers, find } }
}

/** A revocation that never arrived, and whose status queries went on without a result until an operator is asked. */
async function givenUnsettledRevocation(): Promise<AgreementRow> {
  const agreement = await givenActiveAgreement(world)
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1, dropWebhook: 1 } })
  const { revocation } = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  expect(revocation.status).toBe('UNKNOWN')
  for (let look = 0; look < 20; look++) {
    aheadMs += 6 * HOUR_MS
    await recoverDue(withoutStatusQueries())
  }
  await control(world, 'reset', {})
  expect(await read(agreement.id)).toMatchObject({ status: 'ACTIVE', needsAttention: true })
  expect(await needing()).toContain(agreement.id)
  expect(await notesOf(agreement.id)).toEqual(['reconciliation.unsettled'])
  return agreement
}

test('a revocation that was given up is requested again and succeeds: no operator is asked any more', async () => {
  const agreement = await givenUnsettledRevocation()
  const { version } = await read(agreement.id)
  await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id })
  await until('it to be revoked', async () => {
    aheadMs += 60_000
    await recoverDue(world.deps)
    return (await read(agreement.id)).status === 'REVOKED_BY_MERCHANT'
  })
  // In the same change that settled it, so that every subscriber sees it.
  expect(await read(agreement.id)).toMatchObject({ needsAttention: false, version: version + 1 })
  expect(await needing()).not.toContain(agreement.id)
})

test('a revocation that was given up is settled by the notification that the consumer has revoked', async () => {
  const agreement = await givenUnsettledRevocation()
  await control(world, `agreements/${agreement.providerReference}/revoke`, { by: 'CONSUMER' })
  await agreementIs(world, agreement.id, 'REVOKED_BY_CONSUMER')
  expect((await read(agreement.id)).needsAttention).toBe(false)
})

test('ended here and ACTIVE at the provider needs attention until it is revoked there; a repeated old update changes nothing', async () => {
  const pending = await givenPendingAgreement(world)
  mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: pending.id }))
  await decide(pending, 'approve')
  await until('an operator to be asked', async () => (await notesOf(pending.id)).includes('agreement.contradiction'))
  expect(await read(pending.id)).toMatchObject({ status: 'FAILED', needsAttention: true })
  await until('no operator to be asked', async () => {
    await recoverDue(world.deps)
    return !(await read(pending.id)).needsAttention
  })
  const there = (await ledger(world)).agreements.find(({ id }) => id === pending.providerReference)
  expect(there?.status).toBe('REVOKED_BY_MERCHANT')
  const noted = await notesOf(pending.id)
  await agreementApply(world.deps, { ...update(pending), change: moveToActive })
  expect((await read(pending.id)).needsAttention).toBe(false)
  expect(await notesOf(pending.id)).toEqual(noted)
})

const moveToActive: Parameters<typeof agreementApply>[1]['change'] = records => ({
  ...records,
  agreement: moveAgreement(records.agreement, 'ACTIVE', {}),
})

test('a break keeps its need for attention, whatever happens to the agreement', async () => {
  const agreement = await givenActiveAgreement(world)
  const report = { about: 'agreement', providerReference: 'another', status: 'ACTIVE' } as const
  await agreementApply(world.deps, {
    ...update(agreement),
    change: (records, newId) => applyReports(records, [report], newId),
  })
  mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  expect(await read(agreement.id)).toMatchObject({ status: 'REVOKED_BY_MERCHANT', needsAttention: true })
  expect(await notesOf(agreement.id)).toEqual(['reconciliation.break'])
})

test('a consumer at the bank, and APS reports nothing for three days: an operator is asked until the consumer pays', async () => {
  const agreement = await givenCardAgreement(world)
  const { end: bank } = await consumerGoes(world, agreement, {
    card: cards.visaAsked,
    until: url => url.includes('secure3ds'),
  })
  for (let look = 0; look < 80; look++) {
    aheadMs += HOUR_MS
    await abandonDue(withoutStatusQueries())
  }
  expect(await read(agreement.id)).toMatchObject({ status: 'AUTHENTICATION_PENDING', needsAttention: true })
  await walk(bank, { open: pagesOf(world) })
  await agreementIs(world, agreement.id, 'ACTIVE')
  expect((await read(agreement.id)).needsAttention).toBe(false)
})
