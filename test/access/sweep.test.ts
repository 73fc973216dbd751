import { getNamedType, isInterfaceType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, callsOf } from './support/calls.ts'
import { type CredentialKind, credentialKinds, requiredKinds } from './support/credential-kinds.ts'
import { type Story, textsOf, unknownLike } from './support/story.ts'
import { type Answer, printed, type SweepWorld, send, startSweepWorld } from './support/sweep-world.ts'
import { ledgerOf, rowsOf } from './support/traces.ts'

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

/** The texts of a story in an answer, replaced: what is left must be the same for every story. */
function without(named: Story, { text, ...answer }: Answer): Answer {
  return { ...answer, text: textsOf(named).reduce((rest, one) => rest.replaceAll(one, '<sent>'), text) }
}

const errorsIn = ({ text }: Answer): { message: string; extensions: { code: string } }[] =>
  JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text).errors

describe.each(credentialKinds)('$name', kind => {
  const of = (expected: string) => calls.filter(call => kind.expected(call) === expected)

  const refused = [...of('unauthenticated'), ...of('forbidden')]

  test.runIf(refused.length > 0)(
    'is refused before anything is read, and nothing is done',
    { timeout: TIMEOUT_MS },
    async () => {
      const credential = await kind.credential(world)
      const [before, believed] = [await rowsOf(world.gateway), await ledgerOf(world.gateway)]
      for (const call of of('unauthenticated')) {
        const answer = await send(world.gateway, credential, call.request(world.owner.story, world.owner.story))
        expect([call.name, answer.status, answer.statements]).toEqual([call.name, 401, []])
        expect(errorsIn(answer)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      }
      for (const call of of('forbidden')) {
        const answer = await send(world.gateway, credential, call.request(world.owner.story, world.owner.story))
        const message =
          `${call.field} requires the scope ${call.scope}, which your credential does not have. ` +
          'Use a key with this scope.'
        // That a mutation was refused is recorded, in one statement.
        const entries = call.kind === 'mutation' ? [expect.stringMatching(/^write:/)] : []
        expect([call.name, answer.statements]).toEqual([call.name, entries])
        expect(errorsIn(answer)).toMatchObject([{ message, path: [call.field], extensions: { code: 'FORBIDDEN' } }])
      }
      expect(await rowsOf(world.gateway)).toEqual(before)
      expect(await ledgerOf(world.gateway)).toEqual(believed)
    },
  )

  // A subscription to everything of one's own has no end: see streams.test.ts.
  const toNothing = of('nothing').filter(call => call.kind !== 'subscription' || call.namesObject)

  test.runIf(toNothing.length > 0)('reaches nothing of the owner', { timeout: TIMEOUT_MS }, async () => {
    const credential = await kind.credential(world)
    const believed = await ledgerOf(world.gateway)
    for (const call of toNothing) await reachesNothing(call, kind, credential)
    expect(await ledgerOf(world.gateway)).toEqual(believed)
  })
})

async function reachesNothing(call: Call, kind: CredentialKind, credential: string | undefined): Promise<void> {
  const { gateway, owner } = world
  // A mutation that names no object makes one of the caller's own.
  const tenant = call.namesObject ? undefined : owner.tenant
  const writes = call.kind === 'mutation'
  const before = writes ? await rowsOf(gateway, tenant) : {}
  const answer = without(owner.story, await send(gateway, credential, call.request(owner.story, kind.own(world))))
  if (writes) expect([call.name, await rowsOf(gateway, tenant)]).toEqual([call.name, before])
  expect([call.name, textsOf(owner.story).filter(text => answer.text.includes(text))]).toEqual([call.name, []])
  expect([call.name, answer.text]).not.toEqual([call.name, expect.stringContaining('INTERNAL_SERVER_ERROR')])
  if (!call.namesObject) return
  const ofUnknown = without(unknown, await send(gateway, credential, call.request(unknown, kind.own(world))))
  expect([call.name, answer]).toEqual([call.name, ofUnknown])
}

describe('the sweep itself', () => {
  test('has every kind of credential', () => {
    expect(credentialKinds.map(({ name }) => name)).toEqual(expect.arrayContaining([...requiredKinds()]))
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
    for (const call of calls.filter(({ namesObject, kind }) => namesObject && kind !== 'subscription')) {
      // A story for each, since one request may end what the next one needs.
      const story = await world.newStory()
      const missed = without(unknown, await send(world.gateway, world.owner.key, call.request(unknown, story)))
      const reached = without(story, await send(world.gateway, world.owner.key, call.request(story, story)))
      expect([call.name, reached.text]).not.toEqual([call.name, missed.text])
    }
  })
})
