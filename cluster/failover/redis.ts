import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { reservePort } from '../../test/support/programs/ports.ts'
import { killAll, startProcess } from '../processes.ts'

export interface Redis {
  readonly url: string
  /** SIGKILL. */
  kill(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** Debian's redis-server without persistence. @throws if it is not installed. */
export async function startRedis(parent: string): Promise<Redis> {
  const folder = path.join(parent, 'redis')
  await mkdir(folder)
  const port = await reservePort()
  const { stdout } = await promisify(execFile)('which', ['redis-server']).catch(() => {
    throw new Error('redis-server is not installed: apt-get install --no-install-recommends redis-server')
  })
  const start = () => {
    startProcess({
      file: stdout.trim(),
      words: [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
        '--pidfile',
        `${folder}/pid`,
      ],
      ...{ folder, account: undefined, logFile: path.join(folder, 'redis.log') },
    })
  }
  start()
  const kill = () => killAll(folder)
  return { url: `redis://127.0.0.1:${port}`, kill, start, stop: kill }
}
