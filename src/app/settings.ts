import type { Config } from '../config/config.ts'
import type { Tenant } from '../domain/enums.ts'
import type { Settings } from '../operations/command/deps.ts'
import type { ProviderRegistry } from '../providers/port/registry.ts'

/** Long enough for the slowest of providers' synchronous answers; past it the outcome is unknown, and asked for. */
const PROVIDER_DEADLINE_MS = 20_000
/** Callers' own timeouts are seldom below ten seconds: an answer PROCESSING in time is worth more than a late one. */
const ANSWER_WAIT_MS = 8_000
const RESEND_WINDOW_MS = 30_000

/** @param owner The merchant that this deployment's provider accounts belong to; undefined while there is none. */
export function settingsFrom(config: Config, registry: ProviderRegistry, owner: () => string | undefined): Settings {
  return {
    publicUrl: config.publicUrl,
    absenceMs: config.absenceMs,
    providerDeadlineMs: PROVIDER_DEADLINE_MS,
    answerWaitMs: ANSWER_WAIT_MS,
    resendWindowMs: RESEND_WINDOW_MS,
    sandbox: config.sandbox !== undefined,
    accountOwner(code): Tenant | undefined {
      const merchantId = owner()
      const modes = registry.find(code)?.modes ?? []
      if (merchantId === undefined) return undefined
      // Of an account that serves both modes nothing tells which: it may be one with real money in it.
      return { merchantId, mode: modes.includes('LIVE') ? 'LIVE' : 'TEST' }
    },
  }
}
