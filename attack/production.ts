import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startCluster } from '../test/support/database/cluster.ts'
import { reservePort } from '../test/support/programs/ports.ts'

const PROGRAM = fileURLToPath(new URL('../src/sandbox/main.ts', import.meta.url))

/** What a production gateway is given from outside: a database, and providers with credentials of its own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>
  /** Only its owner can enter it. */
  readonly dataDir: string
  readonly databaseUrl: string
  readonly databasePid: number
  readonly publicUrl: string
  readonly pproSecret: string
  stop(): Promise<void>
}

/**
 * The production profile: NODE_ENV=production with nothing switched on, live keys, an https address, a PostgreSQL that somebody
 * else runs. The simulators are the providers, in a process that the gateway does not know.
 */
export async function openProduction(): Promise<Surroundings> {
  const secret = () => randomBytes(16).toString('hex')
  const [port, simulatorPort] = [await reservePort(), await reservePort()]
  const ppro = { apiKey: secret(), merchantId: 'merch_attacked', webhookSecret: secret() }
  const aps = {
    accessCode: secret().slice(0, 20),
    merchantIdentifier: 'attacked',
    request: secret(),
    response: secret(),
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-attack-'))
  await mkdir(path.join(folder, 'gateway'), { mode: 0o700 })
  const cluster = await startCluster()
  const simulators = await startSimulators({
    SANDBOX_PORT: String(simulatorPort),
    DATA_DIR: path.join(folder, 'simulators'),
    SANDBOX_PPRO_API_KEY: ppro.apiKey,
    SANDBOX_PPRO_MERCHANT_ID: ppro.merchantId,
    SANDBOX_PPRO_WEBHOOK_SECRET: ppro.webhookSecret,
    SANDBOX_PPRO_WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/ppro`,
    SANDBOX_APS_ACCESS_CODE: aps.accessCode,
    SANDBOX_APS_MERCHANT_IDENTIFIER: aps.merchantIdentifier,
    SANDBOX_APS_SHA_REQUEST_PHRASE: aps.request,
    SANDBOX_APS_SHA_RESPONSE_PHRASE: aps.response,
    SANDBOX_APS_WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/aps`,
  })
  const at = `http://127.0.0.1:${simulatorPort}`
  const publicUrl = 'https://attacked.example'
  return {
    environment: {
      ...{ NODE_ENV: 'production', PORT: String(port), PUBLIC_URL: publicUrl, DATABASE_URL: cluster.url() },
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      ...{ PPRO_BASE_URL: `${at}/ppro`, PPRO_MODE: 'live', PPRO_API_KEY: ppro.apiKey },
      ...{ PPRO_MERCHANT_ID: ppro.merchantId, PPRO_WEBHOOK_SECRET: ppro.webhookSecret },
      ...{
        APS_API_URL: `${at}/aps/FortAPI/paymentApi`,
        APS_PAGE_URL: `${at}/aps/FortAPI/paymentPage`,
        APS_MODE: 'live',
      },
      ...{ APS_ACCESS_CODE: aps.accessCode, APS_MERCHANT_IDENTIFIER: aps.merchantIdentifier },
      ...{ APS_SHA_REQUEST_PHRASE: aps.request, APS_SHA_RESPONSE_PHRASE: aps.response },
    },
    dataDir: path.join(folder, 'gateway'),
    databaseUrl: cluster.url(),
    databasePid: cluster.pid,
    publicUrl,
    pproSecret: ppro.webhookSecret,
    async stop() {
      simulators.kill('SIGTERM')
      await once(simulators, 'exit')
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startSimulators(variables: Readonly<Record<string, string>>): Promise<ChildProcess> {
  // They end with this process, whose IPC channel they watch.
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env['PATH'] ?? '', ...variables },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  for await (const line of createInterface({ input: child.stdout ?? process.stdin }))
    if (line.startsWith('{"event":"listening"')) return child
  throw new Error('the simulators did not start')
}
