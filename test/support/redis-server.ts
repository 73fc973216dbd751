import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { createClient } from 'redis'
import { reservePort } from './ports.ts'

/** Redis's program: REDIS_SERVER_PATH, else the first on PATH; undefined if there is none. */
function findRedisServer(): string | undefined {
  const given = process.env['REDIS_SERVER_PATH']
  if (given) return given
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return folders.map(folder => path.join(folder, 'redis-server')).find(isProgram)
}

/**
 * True if tests are skipped because there is no redis-server; logs how to get it. With REQUIRE_REDIS=1 they are never
 * skipped: they fail.
 */
export function skipsRedisTests(count: number): boolean {
  if (findRedisServer() !== undefined || process.env['REQUIRE_REDIS'] === '1') return false
  console.warn(
    `${count} tests with Redis were not run: there is no redis-server. Install it (Debian: apt-get install redis-server) or name one in REDIS_SERVER_PATH.`,
  )
  return true
}

export interface RedisServer {
  /** With its password. */
  readonly url: string
  readonly password: string
  /** Sends one command, on a connection of its own. */
  ask(...command: readonly string[]): Promise<unknown>
  /** Stops it in the middle of whatever it does. Its connections stay open, and nothing answers. */
  pause(): void
  resume(): void
  /** SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>
  /** Starts it again on the same port, without its data. */
  start(): Promise<void>
}

/** Ends with the test process, also if that is killed: its standard input ends then. */
const WRAPPER = '"$0" "$@" & echo "pid $!"; cat > /dev/null; kill -9 $!; wait'

/** A Redis of Debian's package, or whichever is found, that keeps nothing on disk. It runs until `kill`. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = findRedisServer()
  if (program === undefined) throw new Error('REQUIRE_REDIS=1, and there is no redis-server: set REDIS_SERVER_PATH')
  const port = await reservePort()
  const password = `canary-${port}-redis`
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', requirepass: password, dir: '/tmp' }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const url = `redis://:${password}@127.0.0.1:${port}`
  let run: { readonly pid: number; readonly ended: Promise<void>; end(): void } | undefined

  async function start(): Promise<void> {
    const wrapper = spawn('sh', ['-c', WRAPPER, program ?? '', ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise<void>(resolve => wrapper.once('close', () => resolve()))
    let output = ''
    const ready = new Promise<void>(resolve => {
      wrapper.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('Ready to accept connections')) resolve()
      })
    })
    await Promise.race([ready, ended.then(() => Promise.reject(new Error(`redis-server ended:\n${output}`)))])
    const pid = Number(/pid (\d+)/.exec(output)?.[1])
    run = { pid, ended, end: () => wrapper.stdin.end() }
  }

  await start()
  const signal = (name: NodeJS.Signals) => void (run && process.kill(run.pid, name))
  return {
    url,
    password,
    async ask(...command) {
      const client = await createClient({ url, RESP: 3 }).connect()
      return client.sendCommand([...command]).finally(() => client.destroy())
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    async kill() {
      const was = run
      run = undefined
      was?.end()
      await was?.ended
    },
    start,
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
