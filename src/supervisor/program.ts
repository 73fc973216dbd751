import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { rememberChild, signalGroup } from './process-group.ts'
import { RestartPause } from './restart-pause.ts'

/** How long to wait for the remaining output of an ended child. */
const lastOutputMs = 500

type ProgramOptions = {
  /** The name with its article, for messages: "the gateway". */
  readonly title: string
  /** The name of the file that records its process. */
  readonly name: string
  /** The file that Node runs. */
  readonly file: string
  readonly environment: NodeJS.ProcessEnv
  readonly dataDir: string
  readonly output: { readonly stdout: Writable; readonly stderr: Writable }
  /** Waits for what the program needs to start again. */
  readonly beforeRestart?: (() => Promise<unknown>) | undefined
}

/**
 * A child program in its own process group. If it ends, it is restarted after a growing pause, without a limit; if it
 * ends before it serves, it is not restarted. Written by hand because process managers are services of their own.
 *
 * The child prints `{"event":"listening",…}` on standard output once it serves. If it cannot start, it prints one
 * sentence on standard error and exits with code 1. Its IPC channel closes when this process ends.
 */
export class Program {
  readonly #options: ProgramOptions
  readonly #serves = Promise.withResolvers<void>()
  readonly #givenUp = Promise.withResolvers<never>()
  #child: ChildProcess | undefined
  #exited: Promise<void> = Promise.resolve()
  #restarted = false
  readonly #stopping = new AbortController()
  readonly #restartPause = new RestartPause()

  constructor(options: ProgramOptions) {
    this.#options = options
    this.#givenUp.promise.catch(() => {}) // it can reject before it is awaited
  }

  /** Rejects if it has ended and is not restarted. The message is empty if the child printed the reason itself. */
  get givenUp(): Promise<never> {
    return this.#givenUp.promise
  }

  /** Resolves when it serves; rejects like `givenUp`; stays pending if it is stopped first. */
  start(): Promise<void> {
    if (!this.#stopping.signal.aborted) this.#launch()
    return Promise.race([this.#serves.promise, this.#givenUp.promise])
  }

  /** Sends SIGTERM, waits, and kills its process group after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort()
    const pid = this.#child?.pid
    if (pid === undefined || !this.#isAlive()) return this.#exited
    signalGroup(pid, 'SIGTERM')
    const waiting = new AbortController()
    const late = delay(graceMs, true, { signal: waiting.signal }).catch(() => false)
    if (await Promise.race([this.#exited.then(() => false), late])) this.kill()
    waiting.abort()
    await this.#exited
  }

  /** Kills it at once, without draining. */
  kill(): void {
    this.#stopping.abort()
    if (this.#child?.pid !== undefined && this.#isAlive()) signalGroup(this.#child.pid, 'SIGKILL')
  }

  #launch(): void {
    const { file, environment, dataDir, name, output, title } = this.#options
    const child = spawn(process.execPath, [file], {
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    const forget = child.pid === undefined ? undefined : rememberChild(dataDir, name, child.pid)
    let [servesSince, said]: [number | undefined, boolean] = [undefined, false]
    const onOutput = (line: string) => {
      if (servesSince !== undefined || !isListening(line)) return true
      servesSince = performance.now()
      this.#serves.resolve()
      if (this.#restarted) output.stderr.write(`${capital(title)} serves again.\n`)
      return false
    }
    const onError = () => {
      said = true
      return true
    }
    const printed = Promise.all([
      forward(child.stdout, output.stdout, onOutput),
      forward(child.stderr, output.stderr, onError),
    ])
    this.#exited = (async () => {
      const end = await ended(child)
      const endedAt = performance.now()
      // A process that it started can keep its output open.
      await Promise.race([printed, delay(lastOutputMs, undefined, { ref: false })])
      await (await forget)?.()
      if (this.#stopping.signal.aborted) return
      if (servesSince === undefined) this.#giveUp(end, said)
      else void this.#restart(end, endedAt - servesSince)
    })()
  }

  #giveUp(end: End, said: boolean): void {
    const explained = said && end.code === 1
    this.#givenUp.reject(
      new StartupError(explained ? '' : `${capital(this.#options.title)} has ended (${howOf(end)}).`),
    )
  }

  async #restart(end: End, servedMs: number): Promise<void> {
    const { title, output, beforeRestart } = this.#options
    this.#restarted = true
    output.stderr.write(`${capital(title)} has ended (${howOf(end)}) and is being restarted.\n`)
    const { signal } = this.#stopping
    await delay(this.#restartPause.next(servedMs), undefined, { signal }).catch(() => {})
    await beforeRestart?.()
    if (!signal.aborted) this.#launch()
  }

  #isAlive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }
}

type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** Copies the lines that `keep` accepts. Slower than a pipe, but the lines of two children are never mixed. */
async function forward(from: Readable | null, to: Writable, keep: (line: string) => boolean): Promise<void> {
  if (!from) return
  for await (const line of createInterface({ input: from })) {
    if (keep(line) && !to.write(`${line}\n`)) await drained(to)
  }
}

/** A closed terminal counts as drained, because otherwise the child would block. */
function drained(to: Writable): Promise<void> {
  if (to.destroyed) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      to.off('drain', done).off('close', done)
      resolve()
    }
    to.on('drain', done).on('close', done)
  })
}

function isListening(line: string): boolean {
  if (!line.startsWith('{') || !line.includes('"listening"')) return false
  try {
    return JSON.parse(line).event === 'listening'
  } catch {
    return false
  }
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.on('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null }) // it could not be started
    })
  })
}

function howOf({ signal, code }: End): string {
  return signal ?? `exit code ${code ?? 'unknown'}`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
