import { getNamedType, isInterfaceType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tenant } from '../../src/domain/enums.ts'
import type { Gateway } from '../scenarios/support/gateway.ts'
import { full } from '../support/full.ts'
import { ledger } from '../support/world/story.ts'
import { type Call, callsOf } from './support/calls.ts'
import { type CredentialKind, credentialKinds, type Expected } from './support/credential-kinds.ts'
import { type Story, textsOf, unknownLike } from './support/story.ts'
import { type Answer, printed, type SweepWorld, send, startSweepWorld } from './support/sweep-world.ts'
import { type Rows, rowsOf } from './support/traces.ts'

// Every field of the printed schema, with every kind of credential that must not reach an object: nothing is returned and
// nothing is done. A new field, filter or type with ids joins automatically.

const TIMEOUT_MS = 240_000
const calls = callsOf(printed)
let world: SweepWorld
let unknown: Story
beforeAll(async () => {
  world = await startSweepWorld()
  unknown = unknownLike(world.owner.story, world.gateway.deps)
}, TIMEOUT_MS)
afterAll(() => world?.gateway.close())

/** The end of a log moves with every transaction, of other tests too. */
const LOG_POSITION = /"eventCursor":"[^"]+"/g

/** The texts of a story in an answer, replaced: what is left must be the same for every story. */
function without(named: Story, { text: whole, ...answer }: Answer): Answer {
  const text = whole.replaceAll(LOG_POSITION, '"eventCursor":"<position>"')
  return { ...answer, text: textsOf(named).reduce((rest, one) => rest.replaceAll(one, '<sent>'), text) }
}

const errorsIn = ({ text }: Answer): { message: string; extensions: { code: string } }[] =>
  JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text).errors

/** These make every call in each run; of a longer list, the others make every third one, each beginning elsewhere. */
const ALWAYS = ['a key of another merchant', 'a client token for another object']
const LONG = 20
const kinds = credentialKinds.map((kind, index) => ({ ...kind, index }))

test.each(kinds)('$name reaches nothing of the owner', { timeout: TIMEOUT_MS }, async ({ index, ...kind }) => {
  const credential = await kind.credential(world)
  const refused = calls.flatMap(call => {
    const expected = kind.expected(call)
    // A subscription to everything of one's own has no end: see streams.test.ts.
    const isEndless = expected === 'nothing' && call.kind === 'subscription' && !call.namesObject
    return expected === undefined || isEndless ? [] : [{ call, expected }]
  })
  expect(refused.length).toBeGreaterThan(0)
  const isWhole = full || refused.length < LONG || ALWAYS.includes(kind.name)
  const chosen = isWhole ? refused : refused.filter((_, place) => (place + index) % 3 === 0)
  const [before, believed] = [await rowsOf(world.gateway, world.owner.tenant), await ledger(world.gateway)]
  for (const { call, expected } of chosen)
    if (expected === 'nothing') await findsNothing(call, kind, credential)
    else await isRefused(call, expected, credential)
  expect(await rowsOf(world.gateway, world.owner.tenant)).toEqual(before)
  expect(await ledger(world.gateway)).toEqual(believed)
})

/** Before anything is read. */
async function isRefused(call: Call, expected: Exclude<Expected, 'nothing'>, credential: string | undefined) {
  const { gateway, owner } = world
  const before = await rowsIfWritten(call, gateway)
  const answer = await send(gateway, credential, call.request(owner.story, owner.story))
  const message = `${call.field} requires the scope ${call.scope}, which your credential does not have. Use a key with this scope.`
  const error = {
    unauthenticated: { extensions: { code: 'UNAUTHENTICATED' } },
    forbidden: { message, path: [call.field], extensions: { code: 'FORBIDDEN' } },
  }[expected]
  const isForbidden = expected === 'forbidden'
  // That a mutation was refused is recorded in the audit log, in one statement.
  const statements = isForbidden && call.kind === 'mutation' ? [expect.stringMatching(/^write:/)] : []
  expect([call.name, answer.status, answer.statements]).toEqual([call.name, isForbidden ? 200 : 401, statements])
  expect(errorsIn(answer)).toMatchObject([error])
  expect([call.name, await rowsIfWritten(call, gateway)]).toEqual([call.name, before])
}

/** The answer is the one for an object that nobody has, and the same statements are run for it. */
async function findsNothing(call: Call, kind: CredentialKind, credential: string | undefined): Promise<void> {
  const { gateway, owner } = world
  const own = kind.own(world)
  const request = call.request(owner.story, own)
  // Without an object a mutation may make one, of the caller's own: only the owner's rows must stay as they are.
  const tenant = call.namesObject ? undefined : owner.tenant
  const before = await rowsIfWritten(call, gateway, tenant)
  const answer = await send(gateway, credential, request)
  expect([call.name, await rowsIfWritten(call, gateway, tenant)]).toEqual([call.name, before])
  const sent = JSON.stringify(request.variables)
  const leaked = textsOf(owner.story).filter(text => answer.text.includes(text) && !sent.includes(text))
  expect([call.name, leaked]).toEqual([call.name, []])
  expect([call.name, answer.text.includes('INTERNAL_SERVER_ERROR')]).toEqual([call.name, false])
  if (!call.namesObject) return
  const ofUnknown = await send(gateway, credential, call.request(unknown, own))
  expect([call.name, without(owner.story, answer)]).toEqual([call.name, without(unknown, ofUnknown)])
}

/** The rows that must be the same after a mutation: all, or those of one tenant. */
async function rowsIfWritten(call: Call, gateway: Gateway, tenant?: Tenant): Promise<Rows | undefined> {
  return call.kind === 'mutation' ? rowsOf(gateway, tenant) : undefined
}

describe('the sweep itself', () => {
  test('has the kinds of credential that make every call in each run', () => {
    expect(credentialKinds.map(({ name }) => name)).toEqual(expect.arrayContaining(ALWAYS))
  })

  test('has an object of every type that has ids, and asks for each by node', () => {
    const asked = calls.filter(({ field }) => field === 'node').map(({ name }) => name)
    const node = printed.getType('Node')
    const types = isInterfaceType(node) ? printed.getPossibleTypes(node).map(({ name }) => name) : []
    expect(Object.keys(world.owner.story.ids).toSorted()).toEqual(types.filter(name => name !== 'Provider').toSorted())
    expect(asked).toHaveLength(types.length - 1)
  })

  test('calls every field that the schema has', () => {
    const fields = [printed.getQueryType(), printed.getMutationType(), printed.getSubscriptionType()].flatMap(type =>
      Object.values(type?.getFields() ?? {}).map(({ name, type: answer }) => [name, getNamedType(answer).name]),
    )
    expect(fields.length).toBeGreaterThan(40)
    for (const [name] of fields) expect(calls.map(({ field }) => field)).toContain(name)
  })

  // Last, because it does what the others must not: each of these requests reaches its object with the owner's key.
  test('names objects that their owner reaches', { timeout: TIMEOUT_MS }, async () => {
    const unreached: string[] = []
    for (const call of calls.filter(({ namesObject, kind }) => namesObject && kind !== 'subscription')) {
      // A story for each, since one request may end what the next one needs.
      const story = await world.newStory()
      const missed = without(unknown, await send(world.gateway, world.owner.key, call.request(unknown, story)))
      const reached = without(story, await send(world.gateway, world.owner.key, call.request(story, story)))
      if (reached.text === missed.text) unreached.push(call.name)
    }
    expect(unreached).toEqual([])
  })
})
