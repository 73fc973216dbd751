import type { ApsConfig, Config, PproConfig, SandboxConfig } from '../config/config.ts'

/** V8 delays garbage collection until it needs memory: without a limit, gigabytes on a large machine. */
const heapLimit = '--max-old-space-size=768'

/**
 * The gateway gets all variables of this process, and the address of the database. NODE_OPTIONS overrides the limit of
 * its heap. It is the only gateway here: it does everything, and no load balancer has to notice that it stops.
 */
export function gatewayEnvironment(given: NodeJS.ProcessEnv, dataDir: string, databaseUrl: string): NodeJS.ProcessEnv {
  const options = [heapLimit, given['NODE_OPTIONS']].filter(Boolean).join(' ')
  const alone = { ROLE: 'all', DRAIN_SECONDS: '0' }
  return { ...given, ...alone, NODE_OPTIONS: options, DATA_DIR: dataDir, DATABASE_URL: databaseUrl }
}

/** The simulators get their own settings. Of the gateway's secrets they get only the credentials that they check. */
export function sandboxEnvironment(
  given: NodeJS.ProcessEnv,
  dataDir: string,
  { config, sandbox }: { config: Config; sandbox: SandboxConfig },
): NodeJS.ProcessEnv {
  const passedOn = [
    'PATH',
    'HOME',
    'TMPDIR',
    'SYSTEMROOT',
    'NODE_ENV',
    'NODE_OPTIONS',
    'LOG_LEVEL',
    'SANDBOX_PUBLIC_URL',
  ]
  const { ppro, aps } = config.providers
  return {
    ...Object.fromEntries(passedOn.flatMap(name => (given[name] === undefined ? [] : [[name, given[name]]]))),
    DATA_DIR: dataDir,
    SANDBOX_HOST: sandboxHost(config),
    SANDBOX_PORT: String(sandbox.port),
    ...(ppro?.simulated && pproAccount(ppro, config)),
    ...(aps?.simulated && apsAccount(aps, config)),
  }
}

function pproAccount(ppro: PproConfig, { publicUrl }: Config): NodeJS.ProcessEnv {
  return {
    SANDBOX_PPRO_API_KEY: ppro.apiKey,
    SANDBOX_PPRO_MERCHANT_ID: ppro.merchantId,
    SANDBOX_PPRO_WEBHOOK_SECRET: ppro.webhookSecret,
    SANDBOX_PPRO_WEBHOOK_URL: `${publicUrl}/webhooks/ppro`,
  }
}

function apsAccount(aps: ApsConfig, { publicUrl }: Config): NodeJS.ProcessEnv {
  return {
    SANDBOX_APS_ACCESS_CODE: aps.accessCode,
    SANDBOX_APS_MERCHANT_IDENTIFIER: aps.merchantIdentifier,
    SANDBOX_APS_SHA_REQUEST_PHRASE: aps.shaRequestPhrase,
    SANDBOX_APS_SHA_RESPONSE_PHRASE: aps.shaResponsePhrase,
    SANDBOX_APS_SHA_TYPE: aps.shaType,
    SANDBOX_APS_WEBHOOK_URL: `${publicUrl}/webhooks/aps`,
  }
}

/** The simulators run if at least one provider is simulated. */
export function needsSandbox(config: Config): config is Config & { readonly sandbox: SandboxConfig } {
  return config.sandbox !== undefined && Object.values(config.providers).some(provider => provider?.simulated)
}

/** All interfaces if the gateway listens on all of them (in a container), otherwise loopback only. */
export function sandboxHost(config: Config): string {
  return ['0.0.0.0', '::'].includes(config.host) ? config.host : '127.0.0.1'
}

/** The gateway's address for this machine, without a slash at the end. */
export function localGatewayUrl({ host, port }: Config): string {
  if (['0.0.0.0', '::', '127.0.0.1'].includes(host)) return `http://localhost:${port}`
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`
}
