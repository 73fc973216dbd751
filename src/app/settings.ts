import { accountAddresses } from '../config/account-addresses.ts'
import type { Config } from '../config/config.ts'
import type { Tenant } from '../domain/enums.ts'
import type { HttpServerOptions } from '../http/server-options.ts'
import type { Settings } from '../operations/command/deps.ts'
import type { ProviderRegistry } from '../providers/port/registry.ts'

/**
 * Long enough for the slowest synchronous response of a provider. After it the outcome is UNKNOWN, and the gateway
 * queries the status.
 */
const PROVIDER_DEADLINE_MS = 20_000
/** Callers' timeouts are rarely below ten seconds: a PROCESSING in time is better than a late final status. */
const ANSWER_WAIT_MS = 8_000
const RESEND_WINDOW_MS = 30_000

/** A small number, so that storing and acknowledging new webhooks has priority over processing them. */
const WEBHOOKS_AT_ONCE = 4

/** @param owner The merchant that owns the accounts of the environment's variables; undefined while there is none. */
export function settingsFrom(config: Config, registry: ProviderRegistry, owner: () => string | undefined): Settings {
  return {
    publicUrl: config.publicUrl,
    absenceMs: config.absenceMs,
    providerDeadlineMs: PROVIDER_DEADLINE_MS,
    answerWaitMs: ANSWER_WAIT_MS,
    resendWindowMs: RESEND_WINDOW_MS,
    sandbox: config.sandbox !== undefined,
    webhooksAtOnce: WEBHOOKS_AT_ONCE,
    accountOwner(code): Tenant | undefined {
      const merchantId = owner()
      const mode = registry.find(code, null)?.modes[0]
      return merchantId === undefined ? undefined : { merchantId, mode: mode ?? 'TEST' }
    },
    accountAddresses: mode => accountAddresses(config, mode),
  }
}

/** In the sandbox shorter, because a moved clock waits for each try. */
export function webhookDeadlineMs({ sandbox }: Pick<Config, 'sandbox'>): number {
  return sandbox === undefined ? 15_000 : 5_000
}

/** What callers without a right to it learn about the schema, and what a browser's GET needs. */
export function exposureFrom({
  introspection,
  graphiql,
  console,
  production,
}: Pick<Config, 'introspection' | 'graphiql' | 'console' | 'production'>): NonNullable<HttpServerOptions['exposure']> {
  return { introspection, graphiql, console, isSchemaPublic: !production, isPreflightRequired: production }
}
