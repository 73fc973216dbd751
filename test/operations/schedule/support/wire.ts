import type { Deps } from '../../../../src/operations/command/deps.ts'
import { openBendingProxy, providersBehind } from '../../../scenarios/support/bending-proxy.ts'
import { control } from '../../../support/world/story.ts'
import type { World } from '../../../support/world/world.ts'

/** Requests to the providers over the wire. */
export interface Wire {
  /** A gateway that reaches its providers through it. */
  readonly deps: Deps
  /** The bodies of all payment requests, oldest first. */
  readonly charges: readonly Readonly<Record<string, unknown>>[]
  /**
   * From now on the providers do what the requests say, but their responses cannot be read, and they send no
   * notifications.
   */
  garble(): Promise<void>
  /** From now on all their messages arrive again. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openWire(world: World): Promise<Wire> {
  const proxy = await openBendingProxy(world.sandbox.url)
  const charges: Record<string, unknown>[] = []
  let garbled = false
  proxy.bend(({ method, path, body }) => {
    const isPayment = path.endsWith('/payment-charges') || body.includes('"PURCHASE"')
    if (method === 'POST' && isPayment) charges.push(JSON.parse(body))
    return garbled ? { status: 200, contentType: 'text/html', body: () => '<html>busy</html>' } : undefined
  })
  const providers = providersBehind(proxy, world)
  return {
    deps: { ...world.deps, providers },
    charges,
    async garble() {
      garbled = true
      await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
    },
    async clear() {
      garbled = false
      await control(world, 'reset', {})
    },
    async close() {
      await providers.close()
      await proxy.close()
    },
  }
}
