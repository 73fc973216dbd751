import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { banner } from './banner.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded-database.ts'
import type { PostgresServer } from './postgres/server.ts'
import { Program } from './program.ts'
import { gatewayEnvironment, localGatewayUrl, needsSandbox, sandboxEnvironment } from './program-environment.ts'
import { RestartPause } from './restart-pause.ts'
import type { StopRequests } from './stop-requests.ts'

/** The gateway drains for ten seconds at most, then it is killed. */
const gatewayGraceMs = 11_000
const sandboxGraceMs = 5_000

export type SuperviseOptions = {
  readonly environment: NodeJS.ProcessEnv
  readonly output: { readonly stdout: Writable; readonly stderr: Writable }
  readonly stopRequests: StopRequests
  /** The files of the programs: realPrograms, except in tests of the supervisor. */
  readonly programs: { readonly gateway: string; readonly sandbox: string }
  /** The folder in which root keeps files that PostgreSQL's account cannot reach elsewhere. */
  readonly shared?: string | undefined
}

/** Starts the programs together, restarts them, and stops them in order. */
export class Supervision {
  readonly #config: Config
  readonly #dataDir: string
  readonly #options: SuperviseOptions
  readonly #failed = Promise.withResolvers<never>()
  #embedded: Promise<EmbeddedDatabase> | undefined
  #server: PostgresServer | undefined
  #restarting: Promise<PostgresServer | undefined> | undefined
  #sandbox: Program | undefined
  #gateway: Program | undefined
  readonly #stopping = new AbortController()

  constructor(config: Config, dataDir: string, options: SuperviseOptions) {
    this.#config = config
    this.#dataDir = dataDir
    this.#options = options
    this.#failed.promise.catch(() => {}) // raced below
  }

  /** Returns after a requested stop; otherwise throws the reason. In both cases all programs have ended. */
  async run(): Promise<void> {
    const { requested, forced } = this.#options.stopRequests
    try {
      await Promise.race([this.#start(), requested])
      await Promise.race([this.#failed.promise, requested])
    } finally {
      this.#stopping.abort()
      void forced.then(() => this.#kill())
      await this.#stop()
    }
  }

  async #start(): Promise<void> {
    const startedAt = performance.now()
    const sandbox = this.#startSandbox()
    sandbox.catch(() => {}) // awaited below; the database can fail before that
    const databaseUrl = this.#config.databaseUrl ?? (await this.#startDatabase())
    await Promise.all([sandbox, this.#startGateway(databaseUrl)])
    if (this.#stopping.signal.aborted) return
    const embedded = await this.#embedded
    this.#options.output.stdout.write(
      banner({
        config: this.#config,
        gatewayUrl: localGatewayUrl(this.#config),
        sandboxUrl: this.#sandbox && `http://localhost:${this.#config.sandbox?.port}`,
        embedded: embedded && { url: embedded.url, adopted: embedded.server.adopted, elsewhere: embedded.elsewhere },
        startMs: performance.now() - startedAt,
      }),
    )
  }

  async #startDatabase(): Promise<string> {
    this.#embedded = startEmbeddedDatabase(this.#dataDir, { shared: this.#options.shared })
    const embedded = await this.#embedded
    this.#server = embedded.server
    this.#keepDatabase(embedded).catch(error => this.#failed.reject(error))
    return embedded.url
  }

  async #startSandbox(): Promise<void> {
    const config = this.#config
    if (!needsSandbox(config)) return
    const parts = { config, sandbox: config.sandbox }
    const environment = sandboxEnvironment(this.#options.environment, this.#dataDir, parts)
    this.#sandbox = this.#program('the simulator program', 'sandbox', environment)
    await this.#sandbox.start()
  }

  async #startGateway(databaseUrl: string): Promise<void> {
    if (this.#stopping.signal.aborted) return
    const environment = gatewayEnvironment(this.#options.environment, this.#dataDir, databaseUrl)
    this.#gateway = this.#program('the gateway', 'gateway', environment)
    await this.#gateway.start()
  }

  #program(title: string, name: 'gateway' | 'sandbox', environment: NodeJS.ProcessEnv): Program {
    const { output, programs } = this.#options
    // Without its database the gateway would refuse to start, which would stop everything.
    const beforeRestart = name === 'gateway' ? async () => this.#restarting?.catch(() => {}) : undefined
    const part = { title, name, file: programs[name], environment }
    const program = new Program({ ...part, dataDir: this.#dataDir, output, beforeRestart })
    program.givenUp.catch(error => this.#failed.reject(error))
    return program
  }

  /** Restarts PostgreSQL whenever it ends. */
  async #keepDatabase(embedded: EmbeddedDatabase): Promise<void> {
    const pause = new RestartPause()
    for (let server: PostgresServer | undefined = embedded.server; server !== undefined; ) {
      const servesSince = performance.now()
      await server.exited
      if (this.#stopping.signal.aborted) return
      this.#restarting = this.#restartDatabase(embedded, pause.next(performance.now() - servesSince))
      server = await this.#restarting
    }
  }

  /** Undefined if everything is being stopped. */
  async #restartDatabase(embedded: EmbeddedDatabase, pauseMs: number): Promise<PostgresServer | undefined> {
    const { stderr } = this.#options.output
    const { signal } = this.#stopping
    stderr.write('PostgreSQL has ended and is being restarted.\n')
    await delay(pauseMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return undefined
    this.#server = await embedded.restart()
    stderr.write('PostgreSQL serves again.\n')
    return this.#server
  }

  /** Stops the gateway first: while it drains, it needs the simulators and the database. */
  async #stop(): Promise<void> {
    await this.#gateway?.stop(gatewayGraceMs)
    await this.#sandbox?.stop(sandboxGraceMs)
    // A start in progress must finish before it can be stopped.
    await this.#embedded?.catch(() => {})
    await this.#restarting?.catch(() => {})
    await this.#server?.stop('fast')
  }

  #kill(): void {
    this.#gateway?.kill()
    this.#sandbox?.kill()
    void this.#server?.stop('immediate')
  }
}
