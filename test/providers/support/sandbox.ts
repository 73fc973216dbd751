import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../../src/sandbox/server.ts'

/** Accounts of the simulators. The word canary in each secret makes a leak visible. */
export const pproAccount = {
  apiKey: 'key_sandbox_canary',
  merchantId: 'merch_000000000000000000001',
  webhookSecret: 'secret-canary',
}

export const apsAccount = {
  accessCode: 'accesscanary00000001',
  merchantIdentifier: 'perennialcanary',
  shaRequestPhrase: 'request-phrase-canary',
  shaResponsePhrase: 'response-phrase-canary',
  shaType: 'SHA-256',
} as const

/** Nothing listens for webhooks there until a test sets another address. */
const NOWHERE = 'http://127.0.0.1:1/'

/** The simulators of all providers on a free port, with a ledger of their own that is deleted when they are closed. */
export async function openSandbox() {
  const dataDir = await mkdtemp(join(tmpdir(), 'perennial-providers-'))
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    ppro: { ...pproAccount, webhookUrl: NOWHERE },
    aps: { ...apsAccount, webhookUrl: NOWHERE },
  })
  return {
    ...sandbox,
    close: async () => {
      await sandbox.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
