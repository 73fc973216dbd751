import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/supervisor/postgres/server.ts'

export const SANDBOX_KEY = 'sk_test_benchmark'

/** The gateway as it runs in production, on an existing database. */
export interface Gateway {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/**
 * @param encryptionKey As ENCRYPTION_KEY.
 * @param more Further variables.
 */
export async function startGateway(
  databaseUrl: string,
  dataDir: string,
  encryptionKey: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Gateway> {
  const port = await freePort()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../src/gateway.ts', import.meta.url))], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://gateway.example',
      ENCRYPTION_KEY: encryptionKey,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      DRAIN_SECONDS: '0',
      // The peer has no quotas; one merchant asks for everything here.
      MERCHANT_SHARE: '100',
      OPERATIONS_PER_SECOND: '1000000',
      VALUES_PER_SECOND: '100000000',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  await listening(child)
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the gateway has ended (${code})`)))
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', line => line.includes('"listening"') && resolve())
  })
}
