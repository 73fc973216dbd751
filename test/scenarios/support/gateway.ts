import { portsFrom } from '../../../src/app/ports.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import type { ProviderCode } from '../../../src/domain/enums.ts'
import { createMetrics } from '../../../src/http/metrics.ts'
import { createHttpServer } from '../../../src/http/server.ts'
import type { HttpServerOptions } from '../../../src/http/server-options.ts'
import { keepApiKey, newApiKey } from '../../../src/operations/api-key/secret.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { createLogTail, type LogTail } from '../../../src/workers/log/tail.ts'
import { type Delivery, type Mailbox, openMailbox } from '../../providers/conformance/mailbox.ts'
import { until } from '../../support/until.ts'
import { processDue, reconcileDue, recoverDue } from '../../support/world/jobs.ts'
import { simulatorClock } from '../../support/world/simulator-clock.ts'
import { control } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

/** A whole gateway with its HTTP server, both simulators behind it, and a clock that a test moves. */
export interface Gateway extends World {
  readonly url: string
  readonly graphqlUrl: string
  /** The merchant of `caller`. */
  readonly apiKey: string
  readonly tail: LogTail
  /** The simulators' notifications arrive here instead of at the gateway, for the test to deliver. */
  readonly mailbox: Mailbox
  /** From now on the simulators notify the mailbox, or the gateway again. */
  notify(whom: 'mailbox' | 'gateway'): void
  /** An API key of a caller. */
  keyFor(caller: Caller): Promise<string>
  /** Advances the gateway's clock and the real time of its leases. */
  pass(milliseconds: number): void
  /** Sets the gateway's clock forward or back while no time passes, as an operator of a machine may do. */
  stepClock(milliseconds: number): void
  /** Moves the simulators' clock: due work at the providers is done on the way. */
  passAtProviders(milliseconds: number): Promise<void>
  /** Runs all due background work until none is left. */
  work(deps?: Deps): Promise<void>
  /** All delivered notifications have been processed, with their retries. */
  webhooksProcessed(): Promise<void>
  /** All notifications of the simulators have been acknowledged, by either receiver. */
  delivered(): Promise<void>
  /** Delivers a notification as a provider does, over HTTP. Returns the response's status. */
  deliver(provider: ProviderCode, delivery: Delivery): Promise<number>
}

export async function startGateway(
  settings: Partial<Deps['settings']> = {},
  http: Pick<HttpServerOptions, 'quotas' | 'controlSimulators'> = {},
): Promise<Gateway> {
  let aheadMs = 0
  let steppedMs = 0
  let url = ''
  const world = await createWorld(settings, { clock: { now: () => new Date(Date.now() + aheadMs + steppedMs) } })
  const { database, log } = world.deps
  const tail = createLogTail({ database, log, url: String(database.pool.options.connectionString) })
  await tail.start()
  const deps: Deps = {
    ...world.deps,
    tail,
    realTime: { ...systemTime, nowMs: () => systemTime.nowMs() + aheadMs },
    settings: {
      ...world.deps.settings,
      get publicUrl() {
        return url
      },
    },
  }
  const server = createHttpServer({ ports: portsFrom(deps, tail), metrics: createMetrics(), log, ...http })
  url = (await server.listen({ port: 0, host: '127.0.0.1' })).url
  const mailbox = await openMailbox()
  const notify: Gateway['notify'] = whom => {
    for (const code of ['PPRO', 'APS'] as const)
      world.sandbox.setWebhookUrl(code, whom === 'mailbox' ? mailbox.url : `${url}/webhooks/${code.toLowerCase()}`)
  }
  notify('gateway')
  const keyFor: Gateway['keyFor'] = async ({ tenant, scopes }) => {
    const key = newApiKey(tenant.mode)
    await keepApiKey(database, key, { tenant, scopes, now: new Date() })
    return key
  }
  return {
    ...world,
    deps,
    tail,
    url,
    graphqlUrl: `${url}/graphql`,
    apiKey: await keyFor(world.caller),
    mailbox,
    notify,
    keyFor,
    pass: milliseconds => {
      aheadMs += milliseconds
    },
    stepClock: milliseconds => {
      steppedMs += milliseconds
    },
    passAtProviders: async milliseconds => {
      const { now } = await simulatorClock(world)
      await control(world, 'clock', { to: new Date(Date.parse(now) + milliseconds).toISOString() })
    },
    work: async (by = deps) => {
      await world.quiet()
      while ((await processDue(by)) + (await recoverDue(by)) + (await reconcileDue(by)) > 0) await world.quiet()
    },
    webhooksProcessed: () =>
      until('the inbox to be worked through', async () => {
        await world.quiet()
        await processDue({ ...deps, clock: { now: () => new Date(deps.clock.now().getTime() + 2_000) } })
        const { rows } = await database.pool.query(`SELECT FROM provider_events WHERE status = 'RECEIVED'`)
        return rows.length === 0
      }).then(() => undefined),
    delivered: () =>
      until('every notification', async () => {
        const answer = await fetch(`${world.sandbox.url}/control/ledger`)
        const { webhooks } = (await answer.json()) as { webhooks: readonly { delivered: boolean }[] }
        return webhooks.every(({ delivered }) => delivered)
      }).then(() => undefined),
    deliver: async (provider, { headers, rawBody }) => {
      // Headers of one connection are not repeated.
      const { host: _, connection: _hop, 'content-length': _length, ...rest } = headers
      const answer = await fetch(`${url}/webhooks/${provider.toLowerCase()}`, {
        method: 'POST',
        headers: new Headers(Object.entries(rest).map(([name, value]) => [name, value ?? ''])),
        body: Buffer.from(rawBody),
      })
      await answer.body?.cancel()
      return answer.status
    },
    close: async () => {
      await server.stop({ graceMs: 0 })
      await tail.stop()
      await mailbox.close()
      await world.close()
    },
  }
}
