import { createClient } from 'redis'
import { reservePort } from './ports.ts'
import { debianProgram, type RunningProgram, startProgram } from './program.ts'

const program = debianProgram('redis-server')

export const skipsRedisTests = program.skipsTests

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

/** A Redis of Debian's package, or whichever is found, that keeps nothing on disk. It runs until `kill`. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await reservePort()
  const password = `canary-${port}-redis`
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', requirepass: password, dir: '/tmp' }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const url = `redis://:${password}@127.0.0.1:${port}`
  let run: RunningProgram | undefined
  const start = async () => {
    run = await startProgram(program.file(), words, 'Ready to accept connections')
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
      await was?.kill()
    },
    start,
  }
}
