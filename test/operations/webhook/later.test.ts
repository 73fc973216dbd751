import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTime } from '../../../src/base/time/real-time.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../../src/operations/provider-request/lease.ts'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import { findAgreement } from '../../../src/store/sql/find-rows.ts'
import { markFailed } from '../../../src/store/webhook/inbox.ts'
import { until } from '../../support/until.ts'
import { processDue } from '../../support/world/jobs.ts'
import { eventId, notificationsOf, revocationOf, sign } from '../../support/world/ppro-notifications.ts'
import { agreementIs, givenActiveAgreement, givenPendingAgreement } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const { receive, inbox } = notificationsOf(() => world)

/** A gateway that keeps a notification and dies before it has processed it. */
async function receiveAndDie(body: string): Promise<void> {
  const dying = { ...world.deps, background: { run: () => {} } }
  const delivery = { headers: { 'ppro-signature': sign(body) }, rawBody: Buffer.from(body), receivedAt: new Date() }
  expect((await webhookReceive(dying, 'PPRO', delivery)).status).toBe(200)
}

/** Whose adapter cannot read what is stored. */
function unreadable(): Deps {
  const provider = world.deps.providers.find('PPRO', null)
  if (provider === undefined) throw new Error('no provider')
  return { ...world.deps, providers: { ...world.deps.providers, find: () => ({ ...provider, read: () => undefined }) } }
}

test('what was received is processed without reading it again; after a crash it is read when the lease has ended', async () => {
  const agreement = await givenActiveAgreement(world)
  const body = JSON.stringify(revocationOf(agreement))
  const statements: string[] = []
  const stop = world.database.onStatement(name => statements.push(name))
  const delivery = { headers: { 'ppro-signature': sign(body) }, rawBody: Buffer.from(body), receivedAt: new Date() }
  await webhookReceive(unreadable(), 'PPRO', delivery)
  await world.quiet()
  stop()
  expect(statements.filter(name => name.startsWith('provider-event'))).toEqual(['provider-event-keep'])
  expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('REVOKED_BY_CONSUMER')

  const other = await givenActiveAgreement(world)
  await world.quiet()
  const event = revocationOf(other)
  await receiveAndDie(JSON.stringify(event))
  expect(await processDue(world.deps)).toBe(0)
  const realTime = { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS + 1 }
  expect(await processDue({ ...world.deps, realTime })).toBe(1)
  expect(await inbox(event.id)).toEqual([{ status: 'PROCESSED', deliveries: 1, subject_id: other.id }])
})

test('what arrives while a process works on enough is stored as due, for the inbox job', async () => {
  const agreements = [await givenActiveAgreement(world), await givenActiveAgreement(world)]
  await world.quiet()
  const events = agreements.map(agreement => revocationOf(agreement))
  const busy = { ...world.deps, settings: { ...world.deps.settings, webhooksAtOnce: 1 } }
  const answers = events.map(event => {
    const body = JSON.stringify(event)
    const headers = { 'ppro-signature': sign(body) }
    return webhookReceive(busy, 'PPRO', { headers, rawBody: Buffer.from(body), receivedAt: new Date() })
  })
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
  await world.quiet()
  const [first, second] = await Promise.all(events.map(({ id }) => inbox(id)))
  expect(first).toEqual([{ status: 'PROCESSED', deliveries: 1, subject_id: agreements[0]?.id }])
  expect(second).toEqual([{ status: 'RECEIVED', deliveries: 1, subject_id: null }])
  expect(await processDue(busy)).toBe(1)
  expect(await inbox(String(events[1]?.id))).toEqual([
    { status: 'PROCESSED', deliveries: 1, subject_id: agreements[1]?.id },
  ])
})

test('one that matches nothing yet waits, and is matched when its object appears', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  await world.database.pool.query('UPDATE agreements SET provider_reference = NULL WHERE id = $1', [agreement.id])
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toEqual([{ status: 'UNMATCHED', deliveries: 1, subject_id: null }])
  // The provider's id becomes known by an update that carries our reference as well.
  const { rows } = await world.database.pool.query<{ id: string }>(
    'SELECT id FROM provider_requests WHERE agreement_id = $1',
    [agreement.id],
  )
  const known = revocationOf(agreement, eventId(), 'PAYMENT_AGREEMENT_UPDATED')
  const withReference = {
    ...known,
    data: { ...known.data, paymentAgreementStatus: 'ACTIVE', merchantPaymentAgreementReference: rows[0]?.id },
  }
  const again = JSON.stringify(withReference)
  expect((await receive(again, sign(again))).status).toBe(200)
  await until('the waiting one to be matched', async () => {
    await processDue(world.deps)
    return (await inbox(event.id))[0]?.status === 'PROCESSED'
  })
  expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('REVOKED_BY_CONSUMER')
})

test('an event that failed to process is processed when its sender retries (scenario 12)', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  await receiveAndDie(body)
  await world.database.pool.query(
    `UPDATE provider_events SET status = 'FAILED', next_try_at = NULL, lease_until = NULL, tries = 10 WHERE provider_event_id = $1`,
    [event.id],
  )
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toEqual([{ status: 'PROCESSED', deliveries: 2, subject_id: agreement.id }])
  expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('REVOKED_BY_CONSUMER')
})

test('an event that was marked unmatched while its object became known is automatically processed again', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  await world.database.pool.query('UPDATE agreements SET provider_reference = NULL WHERE id = $1', [agreement.id])
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  await receive(body, sign(body))
  await world.quiet()
  expect(await inbox(event.id)).toMatchObject([{ status: 'UNMATCHED' }])
  // As if the transaction that made it known had committed in between: nothing wakes the event.
  await world.database.pool.query('UPDATE agreements SET provider_reference = $2 WHERE id = $1', [
    agreement.id,
    agreement.providerReference,
  ])
  const later = { ...world.deps, clock: { now: () => new Date(Date.now() + 31_000) } }
  await processDue(later)
  expect(await inbox(event.id)).toMatchObject([{ status: 'PROCESSED', subject_id: agreement.id }])
})

test('if our clock is far ahead of the provider’s, its update is not lost: a status query follows (scenario 19)', async () => {
  const ahead = { ...world.deps, clock: { now: () => new Date(Date.now() + 600_000) } }
  const pending = await givenPendingAgreement({ ...world, deps: ahead })
  const answer = await fetch(String(pending.authenticationMethods[0]?.requestUrl), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
  await agreementIs(world, pending.id, 'ACTIVE')
})

test('what goes wrong is tried for three days, and ten times at least; a worker whose claim is over counts no try', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  await receiveAndDie(body)
  const fail = async (tries: number, ageHours: number) => {
    const { rows } = await world.database.pool.query<{ id: string; fencing_token: number }>(
      `UPDATE provider_events SET tries = $2, received_at = $3, next_try_at = $4, lease_until = NULL
       WHERE provider_event_id = $1 RETURNING id, fencing_token`,
      [event.id, tries, new Date(Date.now() - ageHours * 3_600_000), new Date()],
    )
    const { id = '', fencing_token: fencingToken = 0 } = rows[0] ?? {}
    await processDue(unreadable())
    // Another worker, whose claim was before that.
    await markFailed(world.database, { id, fencingToken }, 'Error', null)
    const after = await world.database.pool.query(
      'SELECT status, tries, next_try_at IS NOT NULL AS planned FROM provider_events WHERE id = $1',
      [id],
    )
    return after.rows[0]
  }
  expect(await fail(40, 71)).toEqual({ status: 'RECEIVED', tries: 41, planned: true })
  expect(await fail(8, 73)).toEqual({ status: 'RECEIVED', tries: 9, planned: true })
  expect(await fail(9, 73)).toEqual({ status: 'FAILED', tries: 10, planned: false })
})

test('waiting for a match uses up no tries: an error does not end it', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf({ ...agreement, providerReference: 'agr_of_somebody_else' })
  const body = JSON.stringify(event)
  await receive(body, sign(body))
  await world.quiet()
  await world.database.pool.query(
    'UPDATE provider_events SET tries = 13, next_try_at = $2 WHERE provider_event_id = $1',
    [event.id, new Date()],
  )
  await processDue(unreadable())
  const { rows } = await world.database.pool.query(
    'SELECT status, next_try_at IS NOT NULL AS planned FROM provider_events WHERE provider_event_id = $1',
    [event.id],
  )
  expect(rows).toEqual([{ status: 'UNMATCHED', planned: true }])
})
