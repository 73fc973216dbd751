import { pause } from '../../src/base/time/real-time.ts'
import { authenticationReturn } from '../../src/operations/hosted-page/authentication-return.ts'
import { authenticationStart } from '../../src/operations/hosted-page/authentication-start.ts'
import { findAgreement } from '../../src/store/sql/find-rows.ts'
import type { World } from '../engine/world.ts'
import { PAGE } from '../provider/model-provider.ts'

const LOOKS = 20
const LOOK_EVERY_MS = 2_000
const STEPS_MAX = 6

type Decision = 'approve' | 'decline' | 'never'

/** The consumer of an agreement visits its pages at their own speed. */
export async function consumerDecides(world: World, agreementId: string, decision: Decision): Promise<void> {
  if (decision === 'never') return
  const { chance } = world
  const time = world.timeOf('consumer')
  for (let look = 0; look < LOOKS; look++) {
    await pause(time, chance.between(100, LOOK_EVERY_MS))
    const agreement = await world
      .call('consumer', 'agreement', ({ database }) => findAgreement(database, world.caller.tenant, agreementId))
      .catch(() => undefined)
    const url = agreement?.authenticationMethods[0]?.requestUrl
    if (url !== undefined) return walk(world, url, decision)
  }
}

async function walk(world: World, from: string, decision: 'approve' | 'decline'): Promise<void> {
  let url = from
  for (let step = 0; step < STEPS_MAX; step++) {
    const next = await visit(world, url, decision).catch(() => url)
    if (next === undefined) return
    url = next
  }
}

/** Opens a page, does its action, and returns the next address of the browser. */
async function visit(world: World, url: string, decision: 'approve' | 'decline'): Promise<string | undefined> {
  const { keyed, hosted } = world.providers
  if (url.startsWith(PAGE)) {
    const id = url.slice(PAGE.length)
    const label = `${decision}s ${id}`
    await world.scheduler.step({ owner: 'consumer', label }, () =>
      (id.startsWith('PPRO') ? keyed : hosted).decide(id, decision),
    )
    const reference = hosted.ledger.charges.get(id)?.reference
    if (reference !== undefined && world.chance.happens(0.7)) await comeBack(world, reference, { result: 'payment' })
    return undefined
  }
  const token = url.split('/').at(-1) ?? ''
  const onward = await world.call('consumer', 'page', deps => authenticationStart(deps, token))
  if (onward === undefined) return undefined
  if ('redirectTo' in onward) return onward.redirectTo.startsWith(PAGE) ? onward.redirectTo : undefined
  const result = decision === 'approve' || world.chance.happens(0.5) ? 'card' : 'refused'
  return comeBack(world, onward.form.fields['reference'] ?? '', {
    result,
    returnUrl: onward.form.fields['returnUrl'] ?? '',
  })
}

async function comeBack(
  world: World,
  reference: string,
  { result, returnUrl }: { result: string; returnUrl?: string },
): Promise<string | undefined> {
  const known = returnUrl ?? returns.get(world)?.get(reference)
  if (known === undefined) return undefined
  const kept = returns.get(world) ?? new Map<string, string>()
  returns.set(world, kept.set(reference, known))
  const token = known.split('/').at(-1) ?? ''
  const signature = world.chance.happens(0.05) ? 'forged' : 'genuine'
  const parameters = { reference, result, signature }
  const found = await world.call('consumer', 'return', deps =>
    authenticationReturn(deps, { token, parameters, ip: null }),
  )
  return found?.redirectTo.startsWith(PAGE) ? found.redirectTo : undefined
}

/** The earlier return address of the browser, to which the bank redirects too. */
const returns = new WeakMap<World, Map<string, string>>()
