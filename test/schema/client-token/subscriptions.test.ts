import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventCursorRead } from '../../../src/operations/event-log/read.ts'
import { append, type NewEvent, newEvent } from '../../support/database/log-events.ts'
import { addClientRows, type Name } from '../support/client-rows.ts'
import { createLiveWorld, type LiveWorld, live, refusal } from '../support/live.ts'
import type { NewAgreement } from '../support/rows.ts'
import { addSchedule } from '../support/schedule-rows.ts'

let world: LiveWorld
let rows: Awaited<ReturnType<typeof addClientRows>>
beforeAll(async () => {
  world = await createLiveWorld()
  rows = await addClientRows({ database: world.database, tenant: world.caller.tenant })
})
afterAll(() => world.close())

let version = 0
/** One event about each of these objects, in this order, each of a version of its own. Returns the versions. */
async function happen(...changes: readonly (readonly [Name, Partial<NewEvent>?])[]): Promise<number[]> {
  const { ids } = rows
  const ofBob: readonly Name[] = ['bob', 'bobs', 'bobsCharge', 'bobsSchedule']
  const ofOther: readonly Name[] = ['other', 'otherCharge']
  const types = { con: 'Consumer', agr: 'Agreement', chg: 'Charge', sch: 'Schedule' } as const
  const events = changes.map(([name, given]) => {
    version += 1
    const subjectId = ids[name]
    const agreement = ofBob.includes(name) ? ids.bobs : ofOther.includes(name) ? ids.other : ids.agreement
    return newEvent(world.caller.tenant, {
      subjectType: types[subjectId.slice(0, 3) as keyof typeof types],
      subjectId,
      consumerId: ofBob.includes(name) ? ids.bob : ids.ann,
      agreementId: subjectId.startsWith('con') ? null : agreement,
      status: 'ACTIVE',
      version,
      ...given,
    })
  })
  await append(world.database, events)
  world.tail.wake()
  return events.map(event => event.version)
}

const CHARGES = `subscription ($chargeId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  chargeChanged(chargeId: $chargeId, agreementId: $agreementId, consumerId: $consumerId, after: $after) { version } }`
const AGREEMENTS = 'subscription ($agreementId: ID) { agreementChanged(agreementId: $agreementId) { version } }'
const SCHEDULES = 'subscription ($after: EventCursor) { scheduleChanged(after: $after) { version schedule { id } } }'
const EVENTS = `subscription ($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) { version data actor } }`
const ALL = 'subscription ($after: EventCursor) { events(after: $after) { version } }'
const versionsOf = (events: readonly { version: number }[]) => events.map(event => event.version)
const as = {
  agreement: () => rows.as({ agreementId: rows.ids.agreement }),
  charge: () => rows.as({ chargeId: rows.ids.retry }),
  consumer: () => rows.as({ consumerId: rows.ids.ann }),
  both: () => rows.as({ agreementId: rows.ids.agreement, chargeId: rows.ids.bobsCharge }),
}
const CHANGES: readonly (readonly [Name, Partial<NewEvent>?])[] = [
  ['bobsCharge'],
  ['retry'],
  ['otherCharge'],
  ['first'],
  ['agreement'],
  ['retry', { change: false, type: 'reconciliation.break' }],
  ['schedule'],
  ['ann'],
  ['bobs'],
  ['retry'],
]

describe.each([
  ['a consumer’s token', 'consumer', [1, 2, 3, 4, 6, 7, 9]],
  ['an agreement’s token', 'agreement', [1, 3, 4, 6, 7, 9]],
  ['a charge’s token', 'charge', [1, 4, 6, 7, 9]],
  ['a token for objects of two consumers', 'both', [0, 1, 3, 4, 6, 7, 8, 9]],
] as const)('%s gets the changes of what it reads, and no others', (_what, who, expected) => {
  test('live', async () => {
    const events = await live(world, { source: ALL, caller: await as[who]() })
    const versions = await happen(...CHANGES)
    expect(versionsOf(await events.take(expected.length))).toEqual(expected.map(index => versions[index]))
    await events.close()
  })

  test('replayed from a cursor, then live, without a gap', async () => {
    const after = await eventCursorRead(world.deps, world.caller)
    const caller = await as[who]()
    const before = await happen(...CHANGES)
    const events = await live(world, { source: ALL, variables: { after }, caller })
    const later = await happen(...CHANGES)
    const versions = [before, later].flatMap(of => expected.map(index => of[index]))
    // Other tests' transactions can bring events of before the cursor again: those are of earlier versions.
    const seen: number[] = []
    while (seen.length < versions.length) {
      const [event] = versionsOf(await events.take(1))
      if (event !== undefined && event >= (before[0] ?? 0)) seen.push(event)
    }
    expect(seen).toEqual(versions)
    await events.close()
  })
})

test('ids narrow what a token gets, also those of parents', async () => {
  const caller = await as.charge()
  const { ids } = rows
  const narrowed = await Promise.all(
    [{ chargeId: ids.retry }, { agreementId: ids.agreement }, { consumerId: ids.ann }, {}].map(variables =>
      live(world, { source: CHARGES, variables, caller }),
    ),
  )
  const agreements = await live(world, { source: AGREEMENTS, variables: { agreementId: ids.agreement }, caller })
  const [, first, second] = await happen(['first'], ['retry'], ['agreement'], ['otherCharge'])
  for (const events of narrowed) {
    expect(versionsOf(await events.take(1))).toEqual([first])
    await events.close()
  }
  expect(versionsOf(await agreements.take(1))).toEqual([second])
  await agreements.close()
})

test('an event has neither data nor actor', async () => {
  const events = await live(world, {
    source: EVENTS,
    variables: { filter: { subjectId: rows.ids.retry } },
    caller: await as.charge(),
  })
  const [only] = await happen(['retry', { data: { secret: 'x' }, actor: 'key_1' }])
  expect(await events.next()).toEqual({ version: only, data: null, actor: null })
  await events.close()
})

test('an id that the token does not reach is NOT_FOUND, like one that does not exist', async () => {
  const { ids } = rows
  const caller = await as.charge()
  const asked = (variables: object) => refusal(world, { source: CHARGES, variables: { ...variables }, caller })
  for (const variables of [
    { chargeId: ids.first },
    { chargeId: ids.bobsCharge },
    { chargeId: ids.agreement },
    { agreementId: ids.other },
    { consumerId: ids.bob },
    { chargeId: ids.retry, consumerId: ids.bob },
    { chargeId: 'chg_1' },
    { chargeId: '' },
  ])
    expect(await asked(variables), JSON.stringify(variables)).toEqual(['NOT_FOUND'])
  expect(await refusal(world, { source: EVENTS, variables: { filter: { subjectId: ids.first } }, caller })).toEqual([
    'NOT_FOUND',
  ])
})

test('a schedule that has moved away is not replayed to its former agreement’s token', async () => {
  const { ids } = rows
  const after = await eventCursorRead(world.deps, world.caller)
  const caller = await as.agreement()
  await happen(['schedule'])
  await rows.moveSchedule(ids.other)
  const { tenant } = world.caller
  const agreement = { ...tenant, id: ids.agreement, consumerId: ids.ann } as NewAgreement
  const stays = await addSchedule(world.database, agreement)
  const [last] = await happen(['schedule', { subjectId: stays.id }])
  const events = await live(world, { source: SCHEDULES, variables: { after }, caller })
  expect(await events.next()).toEqual({ version: last, schedule: { id: stays.id } })
  await events.close()
  await rows.moveSchedule(ids.agreement)
})
