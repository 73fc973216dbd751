import { createApp } from '../../../src/app/create-app.ts'
import { createLog } from '../../../src/base/log/log.ts'
import type { Config } from '../../../src/config/config.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

export const SANDBOX_KEY = 'sk_test_app'

type App = Awaited<ReturnType<typeof createApp>>
type AppOptions = NonNullable<Parameters<typeof createApp>[1]>

export interface TestApp extends App {
  readonly graphqlUrl: string
  readonly wsUrl: string
  readonly database: TestDatabase
  /** Stops only the gateway: its database stays for another one. */
  readonly stop: App['stop']
  /** Stops it and removes the database. */
  cleanUp(): Promise<void>
}

/** The whole gateway in this process, on a database of its own, with a provider address where nothing listens. */
export async function startTestApp(
  options: AppOptions &
    Partial<Pick<Config, 'role' | 'drainMs' | 'providers' | 'redisUrl' | 'databaseReadUrl' | 'tracing'>> & {
      database?: TestDatabase
      port?: number
      quotas?: Partial<Config['quotas']>
    } = {},
): Promise<TestApp> {
  const none = { ppro: undefined, aps: undefined }
  const {
    database = await createTestDatabase(),
    port = 0,
    providers = none,
    role = 'all',
    drainMs = 0,
    redisUrl,
    databaseReadUrl,
    quotas,
    tracing,
    ...appOptions
  } = options
  const config: Config = {
    port,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    trustedProxies: [],
    databaseUrl: database.url,
    redisUrl,
    databaseReadUrl,
    dataDir: '/nonexistent',
    production: false,
    introspection: true,
    graphiql: true,
    console: true,
    trustedDocuments: undefined,
    quotas: { merchantShare: 0.5, operationsPerSecond: 2_000, valuesPerSecond: 500_000, ...quotas },
    sandbox: { port: 4010, url: 'http://127.0.0.1:9', browserUrl: 'http://localhost:9', apiKey: SANDBOX_KEY },
    providers,
    tracing,
    absenceMs: 5_000,
    encryptionKey: Buffer.alloc(32, 7),
    previousEncryptionKeys: [],
    role,
    drainMs,
    logLevel: 'silent',
  }
  const app = await createApp(config, { log: createLog({ level: 'silent', program: 'test' }), ...appOptions })
  return {
    ...app,
    graphqlUrl: `${app.url}/graphql`,
    wsUrl: `${app.url.replace('http', 'ws')}/graphql`,
    database,
    async cleanUp() {
      await app.stop()
      await database.drop()
    },
  }
}
