import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { eventCursorRead } from '../../../src/operations/event-log/read.ts'
import { agreementIs, charge, decide, givenPendingAgreement, mustSucceed } from '../../support/world/story.ts'
import { createLiveWorld, type LiveWorld, live, refusal } from '../support/live.ts'

const statusChanges = `subscription ($agreementId: ID, $consumerId: ID, $after: EventCursor) {
  agreementStatusChanged(agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    version previousStatus status terminal eventCursor agreement { id status }
  }
}`
const changes = `subscription ($agreementId: ID, $consumerId: ID, $after: EventCursor) {
  agreementChanged(agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    version type previousStatus status terminal agreement { id version }
  }
}`

let world: LiveWorld
beforeAll(async () => {
  world = await createLiveWorld()
})
afterAll(() => world.close())

test('from the consumer’s consent to the merchant’s revocation, live and from the log', async () => {
  const after = await eventCursorRead(world.deps, world.caller)
  const { id, consumerId, ...pending } = await givenPendingAgreement(world)
  const watched = await live(world, { source: statusChanges, variables: { agreementId: id, after } })
  expect(await watched.take(2)).toMatchObject([
    { version: 1, previousStatus: null, status: 'INITIALIZING', terminal: false },
    { previousStatus: 'INITIALIZING', status: 'AUTHENTICATION_PENDING', terminal: false },
  ])
  const waiting = watched.next()
  await decide({ id, consumerId, ...pending }, 'approve')
  expect(await waiting).toMatchObject({ status: 'ACTIVE', terminal: false, agreement: { id, status: 'ACTIVE' } })
  await agreementIs(world, id, 'ACTIVE')
  // Events of its charges are not the agreement's.
  await charge(world, id, 1_000n)
  const { agreement } = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: id }))
  expect(await watched.next()).toMatchObject({
    previousStatus: 'ACTIVE',
    status: 'REVOKED_BY_MERCHANT',
    terminal: true,
    agreement: { id, status: 'REVOKED_BY_MERCHANT' },
  })
  await watched.close()

  const replay = await live(world, { source: changes, variables: { consumerId, after } })
  const events = await replay.take(agreement.version)
  await replay.close()
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  expect(events.map(event => event.agreement)).toEqual(events.map(() => ({ id, version: agreement.version })))
  const requested = events.find(({ type }) => type === 'agreement.revocation_requested')
  expect(requested).toMatchObject({ previousStatus: null, status: 'ACTIVE', terminal: false })
  expect(events.at(-1)).toMatchObject({ status: 'REVOKED_BY_MERCHANT', terminal: true })
})

test('unknown ids and unusable cursors are request errors', async () => {
  const { id: agreementId, consumerId } = await givenPendingAgreement(world)
  const stranger = await world.stranger()
  for (const source of [changes, statusChanges]) {
    expect(await refusal(world, { source, variables: { agreementId: consumerId } })).toEqual(['NOT_FOUND'])
    expect(await refusal(world, { source, variables: { consumerId: agreementId } })).toEqual(['NOT_FOUND'])
    expect(await refusal(world, { source, variables: { agreementId }, caller: stranger })).toEqual(['NOT_FOUND'])
    expect(await refusal(world, { source, variables: { agreementId, after: '' } })).toEqual(['CURSOR_INVALID'])
  }
})
