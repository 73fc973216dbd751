import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { rememberChild, signalGroup } from './process-group.ts'
import { RestartPause } from './restart-pause.ts'

/** How long an ended child's last words are waited for. */
const lastWordsMs = 500

type ProgramOptions = {
  /** For people, with its article: "the gateway". */
  readonly title: string
  /** For the file that remembers its process. */
  readonly name: string
  /** A file that Node runs. */
  readonly file: string
  readonly environment: NodeJS.ProcessEnv
  readonly dataDir: string
  readonly output: { readonly stdout: Writable; readonly stderr: Writable }
  /** What it needs in order to start, where that may have ended with it. */
  readonly beforeRestart?: (() => Promise<unknown>) | undefined
}

/**
 * A program that runs as a child in a process group of its own. When it dies it is started again, after a pause that
 * grows, as often as it takes; one that dies before it serves is given up.
 *
 * It says that it serves by a line `{"event":"listening",…}` on its standard output; a reason not to start it says in
 * one sentence on its standard error, and ends with code 1. It has an IPC channel, whose end tells it that this process
 * is gone.
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
    this.#givenUp.promise.catch(() => {}) // nobody may be looking yet
  }

  /** Rejects when it has died and is not started again: with an empty message where it has said the reason itself. */
  get givenUp(): Promise<never> {
    return this.#givenUp.promise
  }

  /** Resolves when it serves; rejects as `givenUp` does; stays pending where it is stopped before. */
  start(): Promise<void> {
    if (!this.#stopping.signal.aborted) this.#launch()
    return Promise.race([this.#serves.promise, this.#givenUp.promise])
  }

  /** Asks it to end, waits, and kills what is left of its group after `graceMs`. */
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

  /** Ends it at once, without a chance to drain. */
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
      // A process that it started may keep its output open.
      await Promise.race([printed, delay(lastWordsMs, undefined, { ref: false })])
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
    output.stderr.write(`${capital(title)} has ended (${howOf(end)}) and is started again.\n`)
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

/** Copies lines that `keep` is true for. Slower than a pipe, but a line of one child is never cut by another's. */
async function forward(from: Readable | null, to: Writable, keep: (line: string) => boolean): Promise<void> {
  if (!from) return
  for await (const line of createInterface({ input: from })) {
    if (keep(line) && !to.write(`${line}\n`)) await drained(to)
  }
}

/** A closed terminal counts as drained: a child whose output nobody reads would block. */
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
      if (child.pid === undefined) resolve({ code: null, signal: null }) // it could not be started at all
    })
  })
}

function howOf({ signal, code }: End): string {
  return signal ?? `exit code ${code ?? 'unknown'}`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
