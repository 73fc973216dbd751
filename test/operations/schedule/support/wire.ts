import type { Deps } from '../../../../src/operations/deps.ts'
import { openBendingProxy, providersBehind } from '../../../scenarios/support/bending-proxy.ts'
import type { World } from '../../../support/world.ts'

/** What goes to the providers over the wire. */
export interface Wire {
  /** A gateway whose providers are reached by way of it. */
  readonly deps: Deps
  /** The bodies of all payments that were asked for, oldest first. */
  readonly charges: readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

export async function openWire(world: World): Promise<Wire> {
  const proxy = await openBendingProxy(world.sandbox.url)
  const charges: Record<string, unknown>[] = []
  proxy.bend(({ method, path, body }) => {
    const isPayment = path.endsWith('/payment-charges') || body.includes('"PURCHASE"')
    if (method === 'POST' && isPayment) charges.push(JSON.parse(body))
    return undefined
  })
  const providers = providersBehind(proxy, world)
  return {
    deps: { ...world.deps, providers },
    charges,
    async close() {
      await providers.close()
      await proxy.close()
    },
  }
}
