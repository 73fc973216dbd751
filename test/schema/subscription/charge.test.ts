import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { eventCursorRead } from '../../../src/operations/event-log/read.ts'
import { charge, givenActiveAgreement, key, mustSucceed, usd } from '../../support/world/story.ts'
import { createLiveWorld, type LiveWorld, live, refusal } from '../support/live.ts'

const statusChanges = `subscription ($chargeId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  chargeStatusChanged(chargeId: $chargeId, agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    version previousStatus status terminal source eventCursor charge { id status version }
  }
}`
const changes = `subscription ($chargeId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  chargeChanged(chargeId: $chargeId, agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    version type previousStatus status terminal occurredAt eventCursor charge { id version createdAt }
  }
}`

let world: LiveWorld
beforeAll(async () => {
  world = await createLiveWorld()
})
afterAll(() => world.close())

const capture = (chargeId: string) =>
  chargeCapture(world.deps, world.caller, { idempotencyKey: key(), chargeId }).then(mustSucceed)
const refund = (chargeId: string, value: bigint) =>
  chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId, amount: usd(value) }).then(mustSucceed)

describe('a charge that is authorized, captured and refunded', () => {
  test('reports each status as it comes, and when a frontend may stop listening', async () => {
    const agreement = await givenActiveAgreement(world)
    const watched = await live(world, { source: statusChanges, variables: { agreementId: agreement.id } })
    const { id } = await charge(world, agreement.id, 3_000n, { captureMode: 'MANUAL' })
    const [created, authorized] = await watched.take(2)
    expect(created).toMatchObject({
      version: 1,
      previousStatus: null,
      status: 'PROCESSING',
      terminal: false,
      source: 'API',
    })
    expect(authorized).toMatchObject({ previousStatus: 'PROCESSING', status: 'AUTHORIZED', terminal: false })
    expect(authorized.charge).toEqual({ id, status: 'AUTHORIZED', version: authorized.version })

    const pending = watched.next()
    await capture(id)
    const captured = await pending
    expect(captured).toMatchObject({ previousStatus: 'AUTHORIZED', status: 'CAPTURED', terminal: true })
    // Loaded again for this event, not remembered from the one before.
    expect(captured.charge).toEqual({ id, status: 'CAPTURED', version: captured.version })

    await refund(id, 1_000n)
    const refunded = await watched.next()
    expect(refunded).toMatchObject({ previousStatus: 'CAPTURED', status: 'PARTIALLY_REFUNDED', terminal: true })

    // Read again later, only the last one is terminal: the others have a later status by now.
    const again = await live(world, { source: statusChanges, variables: { chargeId: id, after: created.eventCursor } })
    const replayed = await again.take(3)
    expect(replayed.map(({ status, terminal }) => [status, terminal])).toEqual([
      ['AUTHORIZED', false],
      ['CAPTURED', false],
      ['PARTIALLY_REFUNDED', true],
    ])
    await Promise.all([watched.close(), again.close()])
    expect(world.tail.stats().subscriptions).toBe(0)
  })

  test('reports each version once, with the status at that version', async () => {
    const agreement = await givenActiveAgreement(world)
    const after = await eventCursorRead(world.deps, world.caller)
    const { id } = await charge(world, agreement.id, 2_000n, { captureMode: 'MANUAL' })
    await capture(id)
    const { charge: last } = await refund(id, 2_000n)
    const watched = await live(world, { source: changes, variables: { consumerId: agreement.consumerId, after } })
    const events = await watched.take(last.version)
    await watched.close()
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
    expect(
      events.map(({ type, previousStatus, status, terminal }) => [type, previousStatus, status, terminal]),
    ).toEqual([
      ['charge.created', null, 'PROCESSING', false],
      ['charge.authorization_succeeded', 'PROCESSING', 'AUTHORIZED', false],
      ['charge.capture_requested', null, 'AUTHORIZED', false],
      ['charge.capture_succeeded', 'AUTHORIZED', 'CAPTURED', false],
      ['charge.refund_requested', null, 'CAPTURED', false],
      ['charge.refund_succeeded', 'CAPTURED', 'REFUNDED', true],
    ])
    // createdAt makes it read the row: id and version alone are those of the last change that the log has shown.
    expect(new Set(events.map(event => event.charge.version))).toEqual(new Set([last.version]))
  })
})

test('a declined charge is FAILED and terminal', async () => {
  const agreement = await givenActiveAgreement(world)
  const watched = await live(world, { source: statusChanges, variables: { consumerId: agreement.consumerId } })
  await charge(world, agreement.id, 300_002n)
  const [, failed] = await watched.take(2)
  expect(failed).toMatchObject({ status: 'FAILED', terminal: true })
  await watched.close()
})

test('several ids have to match together', async () => {
  const [one, other] = [await givenActiveAgreement(world), await givenActiveAgreement(world)]
  const after = await eventCursorRead(world.deps, world.caller)
  const [mine, theirs] = [await charge(world, one.id, 1_000n), await charge(world, other.id, 1_000n)]
  const variables = { agreementId: one.id, consumerId: one.consumerId, after }
  const watched = await live(world, { source: changes, variables })
  const events = await watched.take(mine.version)
  expect(events.map(event => event.charge.id)).toEqual(events.map(() => mine.id))
  await watched.close()
  // Each exists, but not together: a stream that stays silent until something else ends it.
  const never = await live(world, { source: changes, variables: { chargeId: theirs.id, agreementId: one.id, after } })
  const pending = never.next()
  await never.close()
  await expect(pending).rejects.toThrow('the subscription has ended')
})

test('unknown ids and unusable cursors are request errors', async () => {
  const agreement = await givenActiveAgreement(world)
  const { id: chargeId } = await charge(world, agreement.id, 1_000n)
  const stranger = await world.stranger()
  const foreign = await eventCursorRead(world.deps, stranger)
  const codes = (variables: Record<string, unknown>, caller = world.caller) =>
    Promise.all([changes, statusChanges].map(source => refusal(world, { source, variables, caller })))
  const twice = (code: string) => [[code], [code]]
  expect(await codes({ chargeId: 'chg_unknown' })).toEqual(twice('NOT_FOUND'))
  expect(await codes({ chargeId: agreement.id })).toEqual(twice('NOT_FOUND'))
  expect(await codes({ agreementId: chargeId })).toEqual(twice('NOT_FOUND'))
  expect(await codes({ chargeId }, stranger)).toEqual(twice('NOT_FOUND'))
  expect(await codes({ chargeId, after: 'nonsense' })).toEqual(twice('CURSOR_INVALID'))
  expect(await codes({ chargeId, after: foreign })).toEqual(twice('CURSOR_INVALID'))
  expect(world.tail.stats().subscriptions).toBe(0)
})
