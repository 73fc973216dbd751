import { z } from 'zod'
import { combinations } from './combinations.ts'
import type { Config, ConfigProblem, SandboxConfig } from './config.ts'
import { toAps, toPpro } from './providers.ts'
import { toTracing } from './tracing.ts'
import { type Variables, variables } from './variables.ts'

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** The whole configuration. Both sides of the intersection report their problems, so that all come at once. */
const configuration = z.preprocess(withoutEmpty, z.intersection(variables, combinations)).transform(toConfig)

/**
 * Reads the configuration from environment variables. Pure: opens no file and changes nothing. An empty variable
 * counts as not set.
 *
 * @returns The configuration, or every problem at once.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const { success, data, error } = configuration.safeParse(environment)
  if (success) return { ok: true, config: data }
  return { ok: false, problems: error.issues.map(({ path, message }) => ({ name: String(path[0]), message })) }
}

function withoutEmpty(environment: unknown): unknown {
  return Object.fromEntries(
    Object.entries(environment ?? {}).filter(([, value]) => value !== undefined && value !== ''),
  )
}

/** The time that a load balancer needs to notice that /readyz answers 503. */
const PRODUCTION_DRAIN_SECONDS = 5

function toConfig(values: Variables & { readonly sandboxMode: boolean }): Config {
  const sandbox = values.sandboxMode ? toSandbox(values) : undefined
  const production = values.NODE_ENV === 'production'
  const isShown = (variable: 'on' | 'off' | undefined) => (variable ?? (production ? 'off' : 'on')) === 'on'
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    trustedProxies: Object.freeze(values.TRUSTED_PROXIES),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    databaseReadUrl: values.DATABASE_READ_URL,
    dataDir: values.DATA_DIR,
    production,
    introspection: isShown(values.INTROSPECTION),
    graphiql: isShown(values.GRAPHIQL),
    console: values.CONSOLE === 'on',
    trustedDocuments: values.TRUSTED_DOCUMENTS,
    quotas: Object.freeze({
      merchantShare: values.MERCHANT_SHARE / 100,
      operationsPerSecond: values.OPERATIONS_PER_SECOND,
      valuesPerSecond: values.VALUES_PER_SECOND,
    }),
    sandbox,
    providers: Object.freeze({ ppro: toPpro(values, sandbox), aps: toAps(values, sandbox) }),
    absenceMs: (values.ABSENCE_SECONDS ?? (sandbox ? 5 : 60)) * 1000,
    encryptionKey: values.ENCRYPTION_KEY,
    previousEncryptionKeys: Object.freeze(values.ENCRYPTION_KEY_PREVIOUS),
    role: values.ROLE,
    drainMs: (values.DRAIN_SECONDS ?? (production ? PRODUCTION_DRAIN_SECONDS : 0)) * 1000,
    tracing: toTracing(values),
    logLevel: values.LOG_LEVEL,
  })
}

function toSandbox({ SANDBOX_PORT: port, SANDBOX_PUBLIC_URL, SANDBOX_API_KEY }: Variables): SandboxConfig {
  return Object.freeze({
    port,
    url: `http://127.0.0.1:${port}`,
    browserUrl: SANDBOX_PUBLIC_URL ?? `http://localhost:${port}`,
    apiKey: SANDBOX_API_KEY,
  })
}
