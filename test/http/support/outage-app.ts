import { createApp } from '../../../src/app/create-app.ts'
import { createLog } from '../../../src/base/log/log.ts'
import type { Config } from '../../../src/config/config.ts'

export const KEY = 'sk_test_outage'

export const pproAccount = { apiKey: 'key_outage', merchantId: 'merch_outage', webhookSecret: 'outage-secret' }

export interface OutageApp extends Awaited<ReturnType<typeof createApp>> {
  readonly graphqlUrl: string
  readonly wsUrl: string
  /** Every line logged so far, parsed. */
  readonly logged: readonly Record<string, unknown>[]
}

/** The whole gateway on a database that a test takes away. PPRO has an address where nothing listens. */
export async function startOutageApp(databaseUrl: string): Promise<OutageApp> {
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    trustedProxies: [],
    databaseUrl,
    redisUrl: undefined,
    databaseReadUrl: undefined,
    dataDir: '/nonexistent',
    production: false,
    introspection: true,
    graphiql: true,
    console: true,
    trustedDocuments: undefined,
    quotas: { merchantShare: 0.5, operationsPerSecond: 2_000, valuesPerSecond: 500_000 },
    sandbox: { port: 4010, url: 'http://127.0.0.1:9', browserUrl: 'http://localhost:9', apiKey: KEY },
    providers: {
      ppro: { baseUrl: 'http://127.0.0.1:9', ...pproAccount, former: [], simulated: true, mode: 'TEST' },
      aps: undefined,
    },
    absenceMs: 5_000,
    encryptionKey: Buffer.alloc(32, 7),
    previousEncryptionKeys: [],
    role: 'all',
    drainMs: 0,
    logLevel: 'silent',
  }
  const logged: Record<string, unknown>[] = []
  const log = createLog(
    { level: 'info', program: 'test' },
    { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  )
  const app = await createApp(config, { log })
  return {
    ...app,
    graphqlUrl: `${app.url}/graphql`,
    wsUrl: `${app.url.replace('http', 'ws')}/graphql`,
    logged,
  }
}
