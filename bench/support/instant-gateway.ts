import { createBackground } from '../../src/app/background.ts'
import { openInstallation } from '../../src/app/installation.ts'
import { ensureSandboxMerchant } from '../../src/app/sandbox/merchant.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { createLog } from '../../src/base/log/log.ts'
import { createOutbound } from '../../src/base/outbound/outbound.ts'
import { systemClock } from '../../src/base/time/clock.ts'
import { systemTime } from '../../src/base/time/real-time.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { createCursorCodec } from '../../src/store/event-log/cursor.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { createLogTail, type LogTail } from '../../src/workers/log/tail.ts'
import { SANDBOX_KEY } from './gateway.ts'
import { type InstantProviderOptions, instantProviders } from './instant-provider.ts'

/** Its master key, for another process on the same database. */
export const INSTANT_KEY = Buffer.alloc(32, 7)

/** The gateway as app/create-app builds it, except for the provider, which responds at once. */
export interface InstantGateway {
  readonly deps: Deps
  readonly tail: LogTail
  /** The merchant of SANDBOX_KEY. */
  readonly tenant: Tenant
  close(): Promise<void>
}

export async function openInstantGateway(url: string, provider: InstantProviderOptions = {}): Promise<InstantGateway> {
  const log = createLog({ level: 'warn', program: 'gateway' })
  const database = openDatabase({ url, merchantShare: 1 })
  const masters = masterKeys([INSTANT_KEY])
  const { vault } = await openInstallation(database, masters, systemClock.now())
  const tenant = await ensureSandboxMerchant(database, SANDBOX_KEY, systemClock.now())
  const tail = createLogTail({ database, url, log })
  await tail.start()
  const deps: Deps = {
    database,
    vault,
    clock: systemClock,
    realTime: systemTime,
    log,
    providers: instantProviders(provider),
    cursors: createCursorCodec({ epoch: 'benchmark', vault }),
    background: createBackground({ log }),
    tail,
    outbound: createOutbound({ loopback: false, deadlineMs: 1 }),
    settings: {
      publicUrl: 'https://gateway.example',
      absenceMs: 60_000,
      providerDeadlineMs: 20_000,
      answerWaitMs: 8_000,
      resendWindowMs: 30_000,
      sandbox: true,
      accountOwner: () => tenant,
      accountAddresses: () => undefined,
    },
  }
  return {
    deps,
    tail,
    tenant,
    async close() {
      await tail.stop()
      await database.close()
    },
  }
}
