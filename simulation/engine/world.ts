import type { RealTime } from '../../src/base/time/real-time.ts'
import type { ProviderCode } from '../../src/domain/enums.ts'
import type { Caller } from '../../src/operations/command/caller.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { webhookReceive } from '../../src/operations/webhook/receive.ts'
import type { ProviderNotification } from '../../src/providers/port/provider.ts'
import { type Blocked, deliverUnblocked } from '../database/blocked.ts'
import type { Connections } from '../database/connections.ts'
import { createLockTable, type LockTable } from '../database/lock-table.ts'
import type { SimulatedServer, StatementFault } from '../database/simulated-pool.ts'
import type { Providers } from '../provider/adapter.ts'
import { HostedProvider } from '../provider/hosted-provider.ts'
import { KeyedProvider } from '../provider/keyed-provider.ts'
import { Ledger } from '../provider/ledger.ts'
import type { ProviderWorld } from '../provider/model-provider.ts'
import type { Absence, Weather } from '../provider/network.ts'
import { createWebhookSender } from '../provider/webhook-sender.ts'
import { type Chance, createChance } from './chance.ts'
import { type GatewayProcess, startProcess } from './gateway-process.ts'
import { IdleWork } from './idle-work.ts'
import { type Choose, Scheduler } from './scheduler.ts'
import { SimulatedFailure } from './simulated-failure.ts'
import type { Swarm } from './swarm.ts'
import { createTrace, type Trace } from './trace.ts'
import { type ProcessWorkers, startProcessWorkers } from './workers.ts'

const MAX_STEPS = 30_000
/**
 * The longest time that a step waits although it can run. After a longer wait, PostgreSQL would end its transaction.
 */
const LONGEST_STALL_MS = 2_000

/** Choices of a test, or of a loop over all steps, that replace the random ones. */
export interface Interference {
  readonly choose?: Choose
  readonly statement?: (owner: string, label: string) => StatementFault
  readonly exchange?: Weather['forced']
  /** Called when a charge is about to be authorized. Returns the reason for a decline, if any. */
  readonly declines?: ProviderWorld['declines']
  /**
   * Called before each step. To kill the process in the first place, returns for how long no process then runs there.
   */
  readonly kills?: () => number | undefined
  /** The place whose process gets all notifications. */
  readonly webhooksTo?: number
}

export interface WorldOptions {
  readonly seed: number
  /** Its start time. */
  readonly startMs: number
  readonly swarm: Swarm
  readonly calmSwarm: Swarm
  readonly connections: Connections
  readonly caller: Caller
  readonly interference?: Interference
}

interface Running {
  readonly process: GatewayProcess
  readonly workers: ProcessWorkers
}

/** The gateway's processes, its database, two providers, and the network between them. */
export class World {
  readonly caller: Caller
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly providers: Providers
  readonly connections: Connections
  readonly locks: LockTable = createLockTable()
  readonly chance: Chance
  /** The gateway's errors that the simulation did not cause. */
  readonly defects: string[] = []
  readonly #options: WorldOptions
  readonly #running = new Map<number, Running>()
  readonly #blocked = new Set<Blocked>()
  readonly #faultChance: Chance
  readonly #idleWork: IdleWork
  readonly #away = new Map<ProviderCode, Absence>()
  #swarm: Swarm
  #interference: Interference
  #started = 0

  constructor(options: WorldOptions) {
    const { seed, startMs, swarm, connections, caller, interference = {} } = options
    this.#options = options
    this.#swarm = swarm
    this.#interference = interference
    this.caller = caller
    this.connections = connections
    this.chance = createChance(seed, 'workload')
    this.#faultChance = createChance(seed, 'faults')
    this.trace = createTrace(startMs)
    this.#idleWork = new IdleWork({
      ...{ connections, chance: this.#faultChance },
      workers: () => [...this.#running.values()].map(({ workers }) => workers),
      onBroken: rule => this.defects.push(`${new Date(this.scheduler.nowMs).toISOString()}: ${rule}`),
    })
    const choices = createChance(seed, 'choices')
    const timeChance = createChance(seed, 'time')
    this.scheduler = new Scheduler({
      startMs,
      trace: this.trace,
      choose: interference.choose ?? (runnable => choices.pick(runnable)),
      timePasses: () => timeChance.happens(this.#swarm.timePasses),
      longestStallMs: LONGEST_STALL_MS,
      beforeStep: () => this.#beforeStep(),
      afterStep: () => deliverUnblocked(connections, this.#blocked),
      whenIdle: () => this.#idleWork.begin(this.scheduler.nowMs),
      maxSteps: MAX_STEPS,
    })
    this.providers = this.#createProviders()
    for (let place = 1; place <= swarm.processes; place++) this.#start(place)
  }

  get swarm(): Swarm {
    return this.#swarm
  }

  /**
   * Ends the faults. Occurrences with a due time after `restMs` are not charged; all other work continues for a day
   * after that, so that open work ends.
   */
  endFaults(restMs: number): void {
    this.#swarm = this.#options.calmSwarm
    this.#interference = {}
    this.#away.clear()
    this.#idleWork.endAt(this.scheduler.nowMs + restMs)
    for (let place = 1; place <= this.#options.swarm.processes; place++) this.#start(place)
  }

  /** Starts a process with a new name in a place where none runs. */
  #start(place: number): void {
    if (this.#running.has(place)) return
    this.#started += 1
    const name = `p${place}.${this.#started}`
    const server: SimulatedServer = {
      scheduler: this.scheduler,
      connections: this.connections,
      locks: this.locks,
      blocked: this.#blocked,
      faultOf: (owner, label) => this.#statementFault(owner, label),
    }
    const process = startProcess(
      {
        server,
        weather: this.#weather(),
        providers: this.providers,
        settings: {
          publicUrl: 'https://gateway.test',
          absenceMs: this.#options.swarm.absenceMs,
          providerDeadlineMs: 20_000,
          answerWaitMs: 8_000,
          resendWindowMs: 30_000,
          sandbox: true,
          accountOwner: () => this.caller.tenant,
          accountAddresses: () => undefined,
        },
        onError: (owner, about, message) => this.#onError(owner, about, message),
      },
      name,
    )
    const workers = startProcessWorkers(process.deps, error => this.#onError(name, { err: error }, 'a worker failed'))
    this.#running.set(place, { process, workers })
  }

  /** Kills the process in a place; another process starts there after `downMs`. */
  async kill(place: number, downMs: number): Promise<void> {
    const running = this.#running.get(place)
    if (running === undefined) return
    this.#running.delete(place)
    await running.process.kill()
    this.scheduler.after('world', downMs, `start ${place}`, () => this.#start(place))
  }

  /** Kills all processes. */
  async outage(downMs: number): Promise<void> {
    for (const place of this.alive) await this.kill(place, downMs)
  }

  /** For this time, a provider accepts nothing and does not respond. */
  providerAway(code: ProviderCode, absence: { readonly forMs: number; readonly circuitOpen: boolean }): void {
    const untilMs = this.scheduler.nowMs + absence.forMs
    this.#away.set(code, { untilMs, circuitOpen: absence.circuitOpen })
  }

  /** Ends everything at its current step. */
  async abandon(): Promise<void> {
    for (const { process } of this.#running.values()) await process.kill()
    this.#running.clear()
  }

  /** No occurrence is charged after this time. */
  get lastOccurrenceMs(): number {
    return this.#idleWork.lastOccurrenceMs
  }

  /** The places in which a process runs. */
  get alive(): readonly number[] {
    return [...this.#running.keys()]
  }

  /** Calls a running process, and waits for one if there is none. */
  async call<T>(owner: string, label: string, work: (deps: Deps) => Promise<T>): Promise<T> {
    const process = await this.scheduler.step(
      { owner, label: `asks ${label}`, ready: () => this.#running.size > 0 },
      () => this.#pickProcess().process,
    )
    return process.call(work)
  }

  /** Simulated time, for code outside the gateway that waits. */
  timeOf(owner: string): RealTime {
    const { scheduler } = this
    return { nowMs: () => scheduler.nowMs, after: (ms, wake) => scheduler.after(owner, ms, 'continues', wake) }
  }

  /** The process that runs in a place. */
  processIn(place: number): GatewayProcess {
    const running = this.#running.get(place)
    if (running === undefined) throw new Error(`nothing runs in place ${place}`)
    return running.process
  }

  #pickProcess(): Running {
    return this.#faultChance.pick([...this.#running.values()])
  }

  #createProviders(): Providers {
    const { scheduler } = this
    const chance = createChance(this.#options.seed, 'providers')
    const tell = createWebhookSender({
      scheduler,
      chance: createChance(this.#options.seed, 'webhooks'),
      swarm: () => this.#swarm,
      deliver: (code, delivery) => this.#deliver(code, delivery),
    })
    const world: ProviderWorld = {
      nowMs: () => scheduler.nowMs,
      later: (ms, label, work) => void scheduler.after('provider', ms, label, work),
      chance,
      notify: tell,
      approves: () => this.#swarm.approving,
      declines: charge => this.#interference.declines?.(charge),
      unreadableMs: () => (this.#swarm.unreadableMaxMs > 0 ? chance.between(0, this.#swarm.unreadableMaxMs) : 0),
    }
    return { keyed: new KeyedProvider(new Ledger('PPRO'), world), hosted: new HostedProvider(new Ledger('APS'), world) }
  }

  #weather(): Weather {
    const forced: Weather['forced'] = (owner, verb) => this.#interference.exchange?.(owner, verb)
    const away: Weather['away'] = code => {
      const absence = this.#away.get(code)
      return absence !== undefined && absence.untilMs > this.scheduler.nowMs ? absence : undefined
    }
    return { chance: this.#faultChance, swarm: () => this.#swarm, forced, away }
  }

  async #deliver(code: ProviderCode, notification: ProviderNotification): Promise<boolean> {
    if (this.#running.size === 0) return false
    try {
      const place = this.#interference.webhooksTo
      const running = (place === undefined ? undefined : this.#running.get(place)) ?? this.#pickProcess()
      const { status } = await running.process.call(deps => webhookReceive(deps, code, notification))
      return status === 200
    } catch {
      return false
    }
  }

  #statementFault(owner: string, label: string): StatementFault {
    const forced = this.#interference.statement?.(owner, label)
    if (forced !== undefined) return forced
    const { statementBefore, statementAfter } = this.#swarm
    if (statementBefore > 0 && this.#faultChance.happens(statementBefore)) return 'before'
    return statementAfter > 0 && this.#faultChance.happens(statementAfter) ? 'after' : undefined
  }

  async #beforeStep(): Promise<void> {
    const forcedDownMs = this.#interference.kills?.()
    if (forcedDownMs !== undefined) await this.kill(1, forcedDownMs)
    const { kill, eagerWorkers } = this.#swarm
    if (kill > 0 && this.#running.size > 0 && this.#faultChance.happens(kill)) {
      const place = this.#faultChance.pick(this.alive)
      const downMs = this.#faultChance.between(100, 60_000)
      const run = () => this.kill(place, downMs)
      this.scheduler.add({ owner: 'world', label: `kill ${place}`, atMs: this.scheduler.nowMs, run })
    }
    if (eagerWorkers > 0 && this.#running.size > 0 && this.#faultChance.happens(eagerWorkers)) {
      const { workers } = this.#pickProcess()
      workers.look(this.#faultChance.pick(workers.names))
    }
  }

  #onError(owner: string, about: unknown, message: string): void {
    const error = typeof about === 'object' && about !== null && 'err' in about ? about.err : about
    if (error instanceof SimulatedFailure) return
    const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)
    if (tolerated.some(part => text.includes(part))) return
    this.defects.push(`${owner}: ${message}: ${text}`)
  }
}

/** Messages of errors after which the gateway retries the work: they are not defects. */
const tolerated = ['waited for a lock for too long']
