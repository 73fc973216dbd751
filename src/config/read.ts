import { modeProblems, plainHttpProblems } from './account-mode.ts'
import { apsAddressProblems, defaultPublicUrl } from './aps-addresses.ts'
import type { Config, ConfigProblem, Given, SandboxConfig } from './config.ts'
import { missingVariables, namesProvider, toAps, toPpro } from './providers.ts'
import { decodeKey, type Variables, variables } from './rules.ts'

/** Loopback, link-local and private addresses: a connection from there comes from a proxy in front of the gateway. */
const OWN_NETWORK = [
  '127.0.0.0/8',
  '169.254.0.0/16',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fe80::/10',
  'fc00::/7',
]

type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/**
 * Reads the configuration from environment variables. Pure: opens no file and changes nothing. An empty variable
 * counts as one that is not set.
 *
 * @returns The configuration, or every problem at once.
 */
export function readConfig(environment: Given): ConfigResult {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = variables.safeParse(set)
  const problems: ConfigProblem[] = parsed.success
    ? []
    : // A value may break several rules at once; the first that it breaks is named.
      [...new Map(parsed.error.issues.toReversed().map(issue => [String(issue.path[0]), issue.message]))]
        .toReversed()
        .map(([name, message]) => ({ name, message }))
  problems.push(...problemsTogether(set))
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, config: toConfig(parsed.data) }
}

/** Rules over several variables. They ask only what is set, so they hold also where a value is wrong by itself. */
function problemsTogether(set: Given): ConfigProblem[] {
  const problems: ConfigProblem[] = [
    ...missingVariables(set),
    ...modeProblems(set),
    ...plainHttpProblems(set),
    ...apsAddressProblems(set),
  ]
  const sandbox = isSandbox(set)
  if (!sandbox && set['SANDBOX_API_KEY'] !== undefined) {
    problems.push({ name: 'SANDBOX_API_KEY', message: 'is refused outside sandbox mode (SANDBOX is off)' })
  }
  if (set['NODE_ENV'] === 'production' && set['ENCRYPTION_KEY'] === undefined) {
    problems.push({ name: 'ENCRYPTION_KEY', message: 'is required in production: 32 bytes as base64 or hexadecimal' })
  }
  if (sandbox && (set['PORT'] ?? '4000') === (set['SANDBOX_PORT'] ?? '4010')) {
    problems.push({ name: 'SANDBOX_PORT', message: 'must differ from PORT' })
  }
  return problems
}

/** On, unless provider variables or NODE_ENV=production are set; what is said outright wins. */
function isSandbox(set: Given): boolean {
  if (set['SANDBOX'] !== undefined) return set['SANDBOX'] === 'on'
  return set['NODE_ENV'] !== 'production' && !namesProvider(set)
}

function toConfig(values: Variables): Config {
  const port = values.PORT ?? 4000
  const sandbox = isSandbox(values as Given) ? toSandbox(values) : undefined
  const config: Config = {
    port,
    host: values.HOST ?? '127.0.0.1',
    publicUrl: values.PUBLIC_URL ?? defaultPublicUrl(port),
    trustedProxies: Object.freeze(values.TRUSTED_PROXIES ?? OWN_NETWORK),
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR ?? '.data',
    production: values.NODE_ENV === 'production',
    sandbox,
    providers: Object.freeze({ ppro: toPpro(values, sandbox), aps: toAps(values, sandbox) }),
    absenceMs: (values.ABSENCE_SECONDS ?? (sandbox ? 5 : 60)) * 1000,
    encryptionKey: values.ENCRYPTION_KEY === undefined ? undefined : decodeKey(values.ENCRYPTION_KEY),
    logLevel: values.LOG_LEVEL ?? 'info',
  }
  return Object.freeze(config)
}

function toSandbox(values: Variables): SandboxConfig {
  const port = values.SANDBOX_PORT ?? 4010
  return Object.freeze({
    port,
    url: `http://127.0.0.1:${port}`,
    browserUrl: values.SANDBOX_PUBLIC_URL ?? `http://localhost:${port}`,
    apiKey: values.SANDBOX_API_KEY ?? 'sk_test_sandbox',
  })
}
