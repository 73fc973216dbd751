import { masterKeys } from '../base/encryption/keys.ts'
import type { Log } from '../base/log/log.ts'
import { createOutbound } from '../base/outbound/outbound.ts'
import { type Clock, systemClock } from '../base/time/clock.ts'
import { systemTime } from '../base/time/real-time.ts'
import type { Config } from '../config/config.ts'
import { configuredKeys } from '../config/encryption-key.ts'
import { createMetrics } from '../http/metrics.ts'
import type { Deps } from '../operations/command/deps.ts'
import { createProviderRegistry } from '../providers/registry.ts'
import { createCursorCodec } from '../store/event-log/cursor.ts'
import { oldestMerchant } from '../store/merchant/merchants.ts'
import type { Database } from '../store/sql/database.ts'
import { createWorkers } from '../workers/due-work.ts'
import { createLeader, type Leader } from '../workers/leader.ts'
import { leaderDuties } from '../workers/leader-duties.ts'
import { createLogTail } from '../workers/log/tail.ts'
import { createBackground } from './background.ts'
import { meterDatabase } from './gauges/database.ts'
import { meterAccounts, meterIntegrity, meterLeader, meterPartitions, meterTail } from './gauges/log-and-checks.ts'
import { meterCircuits, meterPool, meterRestore } from './gauges/process.ts'
import { meterWebhookTries } from './gauges/webhook-tries.ts'
import { openInstallation } from './installation.ts'
import { followKeptLog } from './kept-log.ts'
import { meterProvider } from './metered-provider.ts'
import { followOwnAccounts } from './own-accounts.ts'
import { openReadReplica } from './read-replica.ts'
import { openSandboxClock } from './sandbox/clock.ts'
import { ensureSandboxMerchant, retireSandboxMerchant, SANDBOX_MERCHANT } from './sandbox/merchant.ts'
import { sandboxTimeFrom } from './sandbox/time.ts'
import { settingsFrom, webhookDeadlineMs } from './settings.ts'

/** For tests. */
export interface PartOptions {
  /** How long the database's figures are cached for scrapes. */
  readonly figuresKeptMs?: number
  /** How long a decision waits for Redis. */
  readonly redisPatienceMs?: number
  /** How long the background jobs wait if nothing wakes them. */
  readonly jobPauseMs?: number
  /** How long the leader waits before its duties and between them, and each process before it reads their results. */
  readonly dutyPauseMs?: number
}

interface Opened {
  readonly database: Database
  readonly databaseUrl: string
  readonly log: Log
  readonly closing: (() => Promise<unknown>)[]
  readonly options: PartOptions
}

/** Creates the gateway's parts, and starts what they need to begin with. `closing` gets what ends each of them. */
export async function compose(config: Config, { database, databaseUrl, log, closing, options }: Opened) {
  const sandboxClock = config.sandbox && (await openSandboxClock({ database, log }))
  if (sandboxClock) closing.push(() => sandboxClock.stop())
  const clock: Clock = sandboxClock ?? systemClock
  const now = clock.now()
  const masters = masterKeys(await configuredKeys(config))
  const { logEpoch: epoch, vault, restored } = await openInstallation(database, masters, now)
  if (restored) log.warn(restored, 'the database was restored from a backup')
  const owner = config.sandbox
    ? (await ensureSandboxMerchant(database, config.sandbox.apiKey, now)).merchantId
    : await retireSandboxMerchant(database, now).then(() => oldestMerchant(database, SANDBOX_MERCHANT))
  const metrics = createMetrics()
  const { redisUrl: url } = config
  const sharedState =
    url === undefined
      ? undefined
      : (await import('./shared-state.ts')).openSharedState({
          url,
          vault,
          log,
          metrics,
          patienceMs: options.redisPatienceMs,
        })
  if (sharedState) closing.push(sharedState.stop)
  const registry = createProviderRegistry(config.providers, {
    log,
    wrap: provider => meterProvider(provider, metrics),
    sharedBucket: sharedState?.providerBucket,
  })
  closing.push(() => registry.close())
  const accounts = await followOwnAccounts({ database, vault, log, registry, onRead: meterAccounts(metrics) })
  closing.push(() => accounts.stop())
  const providers = { ...registry, refresh: accounts.refresh }
  const { wakeUps } = sharedState ?? {}
  const tail = createLogTail({
    ...{ database, url: databaseUrl, log, wakeUps },
    onUpdate: () => workers.lookSoon(),
    onCommit: () => workers.deliverSoon(),
  })
  meterTail(tail, metrics)
  const cursors = createCursorCodec({ epoch, vault })
  const kept = await followKeptLog(database, cursors, log)
  closing.push(() => kept.stop())
  meterCircuits(providers, metrics)
  meterPool(database, metrics)
  meterRestore(restored, () => clock.now(), metrics)
  meterDatabase({ database, clock, realTime: systemTime }, metrics, options.figuresKeptMs)
  const { databaseReadUrl: readUrl } = config
  const { merchantShare } = config.quotas
  const replica =
    readUrl === undefined
      ? undefined
      : openReadReplica({ url: readUrl, primary: database, metrics, realTime: systemTime, merchantShare })
  if (replica) closing.push(() => replica.close())
  const background = createBackground({ log })
  const outbound = createOutbound({ loopback: config.sandbox !== undefined, deadlineMs: webhookDeadlineMs(config) })
  closing.push(() => outbound.close())
  const deps: Deps = {
    database,
    vault,
    clock,
    realTime: systemTime,
    log,
    providers,
    cursors,
    background,
    tail,
    outbound,
    settings: { ...settingsFrom(config, providers, () => owner), restored },
    meter: {
      chargeMoved: ({ provider, status }) => metrics.charges.inc({ provider, status }),
      webhookTried: meterWebhookTries(metrics),
    },
    ...(sandboxClock && {
      sandboxTime: sandboxTimeFrom(config, sandboxClock, { log, closing, workers: () => workers }),
    }),
  }
  const workers = createWorkers(deps, {
    settled: () => background.settled(),
    onIntegrityChecked: meterIntegrity(metrics),
    pauseMs: options.jobPauseMs,
    integrityPauseMs: options.dutyPauseMs,
  })
  const onPartitionsRead = meterPartitions(() => leader.leads, metrics)
  const duties = leaderDuties(deps, { onPartitionsRead, pauseMs: options.dutyPauseMs })
  const leader: Leader = createLeader({ url: databaseUrl, log, duties })
  meterLeader(leader, metrics)
  const drain = async (timeoutMs: number) => {
    const left = await background.drain(timeoutMs)
    // Nothing is lost: requests in flight are recorded, and recovery after the next start queries their status.
    if (left > 0) log.warn({ left }, 'stopped while work was still running')
  }
  return { deps, workers, leader, tail, metrics, replica, sharedState, drain }
}
