import { randomBytes } from 'node:crypto'
import { openInstallation } from '../../src/app/installation.ts'
import { ensureSandboxMerchant } from '../../src/app/sandbox/merchant.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { CONNECTIONS } from '../reads/reads.ts'
import { startChild } from '../support/children.ts'
import { fillTables } from '../support/data.ts'
import { SANDBOX_KEY, startGateway } from '../support/gateway.ts'
import { type Comparison, compare, type Effort } from '../support/rounds.ts'

export interface WebhookResults {
  /** Notifications that were stored and acknowledged, against the same INSERT through bare pg in another process. */
  readonly intake: Comparison
}

const ENCRYPTION_KEY = randomBytes(32)
const SIZE = { agreements: 200, chargesPerAgreement: 10 }
export const pproAccount = {
  PPRO_BASE_URL: 'https://ppro.example',
  PPRO_API_KEY: 'key-of-the-benchmark',
  PPRO_MERCHANT_ID: 'merch_benchmark0000000001',
  PPRO_WEBHOOK_SECRET: 'webhook-secret-of-the-benchmark',
  PPRO_MODE: 'test',
}

/** PPRO's notifications of captured charges, signed, over HTTP: how many a second a gateway stores and acknowledges. */
export async function measureWebhooks(
  { databaseUrl, dataDir }: { databaseUrl: string; dataDir: string },
  effort: Effort,
  say: (line: string) => void,
): Promise<WebhookResults> {
  // Without workers: they process what was stored, at their own speed and in their own processes.
  const variables = { ...pproAccount, ROLE: 'api' }
  const gateway = await startGateway(databaseUrl, dataDir, ENCRYPTION_KEY.toString('base64'), variables)
  const chargeIds = await fill(databaseUrl)
  const load = await startChild('webhooks/load.ts')
  const bare = await startChild('webhooks/insert.ts', { DATABASE_URL: databaseUrl })
  try {
    const sent = { url: new URL('/webhooks/ppro', gateway.url).href, account: pproAccount, chargeIds }
    const options = (seconds: number) => ({ durationMs: seconds * 1000 })
    const intake = await compare(
      async seconds => {
        const asked = { ...options(seconds), ...sent, connections: CONNECTIONS }
        return (await load.call<{ perSecond: number }>('run', asked)).perSecond
      },
      seconds => bare.call<number>('insert', { ...options(seconds), lanes: CONNECTIONS }),
      effort,
    )
    say(`webhook intake by its own INSERT: ${intake.ratio.median.toFixed(2)}`)
    return { intake }
  } finally {
    await Promise.all([load.stop(), bare.stop(), gateway.stop()])
  }
}

async function fill(databaseUrl: string): Promise<readonly string[]> {
  const database = openDatabase({ url: databaseUrl })
  try {
    const now = new Date()
    const tenant = await ensureSandboxMerchant(database, SANDBOX_KEY, now)
    const { vault } = await openInstallation(database, masterKeys([ENCRYPTION_KEY]), now)
    return (await fillTables(database, vault, tenant, SIZE)).chargeIds
  } finally {
    await database.close()
  }
}
