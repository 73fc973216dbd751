import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** On a machine that does much else, several processes start at the same time. */
const START_DEADLINE_MS = 300_000
const STOP_GRACE_MS = 12_000

export interface ProgramOptions {
  readonly name: string
  readonly file: string
  readonly environment: NodeJS.ProcessEnv
  /** All its output is appended here. */
  readonly logFile: string
  /** Called if it ended after it had served, and the run did not stop it. */
  readonly onDeath: (how: string) => void
}

/** A process of Perennial that logs `{"event":"listening"}` when it serves. It ends when this process ends. */
export interface Program {
  /** Resolves when it serves; rejects if it ends before that, or was killed: also for taking too long. */
  readonly serves: Promise<void>
  /** Sends SIGKILL and waits for its end. */
  kill(): Promise<void>
  /** Sends SIGTERM, then SIGKILL if the process does not end. */
  stop(): Promise<void>
}

export function startProgram({ name, file, environment, logFile, onDeath }: ProgramOptions): Program {
  const log = createWriteStream(logFile, { flags: 'a' })
  log.write(`--- ${new Date().toISOString()} ${name} is started\n`)
  const child = spawn(process.execPath, [file], { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const serves = Promise.withResolvers<void>()
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.write(text)
      said = (said + text).slice(-4_000)
      if (said.includes('"event":"listening"')) serves.resolve()
    })
  let [stopping, served] = [false, false]
  void serves.promise.then(
    () => {
      served = true
    },
    () => {}, // the killer does not wait for it
  )
  const exited = new Promise<void>(resolve => {
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${code}`
      log.end(`--- ${new Date().toISOString()} ${name} has ended: ${how}\n`)
      serves.reject(new Error(`${name} has ended (${how}): ${said.slice(-500)}`))
      if (served && !stopping) onDeath(how)
      resolve()
    })
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), START_DEADLINE_MS)
  serves.promise.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  )
  const end = async (signal: NodeJS.Signals) => {
    stopping = true
    if (isAlive(child)) child.kill(signal)
    const late = new AbortController()
    const killed = delay(STOP_GRACE_MS, undefined, { signal: late.signal }).then(
      () => void child.kill('SIGKILL'),
      () => {},
    )
    await exited
    late.abort()
    await killed
  }
  return {
    serves: serves.promise,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
