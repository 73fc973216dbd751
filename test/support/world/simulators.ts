import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server.ts'

/** The simulator's account at PPRO. */
export const account = {
  apiKey: 'key_sandbox_test',
  merchantId: 'merch_test00000000000000001',
  webhookSecret: 'test-secret',
}

/** The simulator's account at APS. */
export const apsAccount = {
  accessCode: 'accesscode0000000001',
  merchantIdentifier: 'merchant01',
  shaRequestPhrase: 'request-phrase-canary',
  shaResponsePhrase: 'response-phrase-canary',
  shaType: 'SHA-256',
} as const

/** Nothing listens for webhooks there until a test sets another address. */
const webhookUrl = 'http://127.0.0.1:9'

/** The simulators of all providers on a free port. Their ledgers are deleted when they are closed. */
export async function startSimulators({
  ppro,
  aps,
}: {
  readonly ppro?: Partial<SandboxOptions['ppro']>
  readonly aps?: SandboxOptions['aps']
} = {}): Promise<Sandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'perennial-simulators-'))
  const sandbox = await startSandbox({
    ...{ host: '127.0.0.1', port: 0, dataDir },
    ppro: { ...account, webhookUrl, ...ppro },
    aps: { ...apsAccount, webhookUrl, ...aps },
  })
  return {
    ...sandbox,
    async close() {
      await sandbox.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A gateway's configuration that uses PPRO's simulator. */
export const pproAt = ({ url }: Sandbox) =>
  ({
    ppro: { baseUrl: `${url}/ppro`, ...account, former: [], simulated: true, mode: 'TEST' },
    aps: undefined,
  }) as const
