import { z } from 'zod'
import { DEFAULT_APS_ACCOUNT as APS, SHA_TYPES } from './aps/account.ts'
import type { SandboxOptions } from './server.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const url = z.url({ protocol: /^https?$/ })
const text = z.string().min(1)

const variables = z.object({
  SANDBOX_PORT: port.default(4010),
  SANDBOX_HOST: text.default('127.0.0.1'),
  DATA_DIR: text.default('.data'),
  SANDBOX_PUBLIC_URL: url.optional(),
  SANDBOX_PPRO_API_KEY: text.default('key_sandbox_perennial'),
  SANDBOX_PPRO_MERCHANT_ID: text.default('merch_perennialsandbox0001'),
  SANDBOX_PPRO_WEBHOOK_SECRET: text.default('ppro-sandbox-webhook-secret'),
  SANDBOX_PPRO_WEBHOOK_URL: url.default('http://localhost:4000/webhooks/ppro'),
  SANDBOX_APS_ACCESS_CODE: text.default(APS.accessCode),
  SANDBOX_APS_MERCHANT_IDENTIFIER: text.default(APS.merchantIdentifier),
  SANDBOX_APS_SHA_REQUEST_PHRASE: text.default(APS.shaRequestPhrase),
  SANDBOX_APS_SHA_RESPONSE_PHRASE: text.default(APS.shaResponsePhrase),
  SANDBOX_APS_SHA_TYPE: z.enum(SHA_TYPES).default(APS.shaType),
  SANDBOX_APS_WEBHOOK_URL: url.default(APS.webhookUrl),
})

/** Invalid configuration. Lists every problem by the variable's name, never by its value. */
export class ConfigError extends Error {}

/** Reads the environment; an empty variable counts as unset. @throws {ConfigError} */
export function readSandboxConfig(environment: Readonly<Record<string, string | undefined>>): SandboxOptions {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = variables.safeParse(given)
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new ConfigError(`The sandbox cannot start: ${problems.join('; ')}`)
  }
  const values = result.data
  return {
    host: values.SANDBOX_HOST,
    port: values.SANDBOX_PORT,
    dataDir: values.DATA_DIR,
    publicUrl: (values.SANDBOX_PUBLIC_URL ?? localUrl(values.SANDBOX_PORT))?.replace(/\/+$/, ''),
    ppro: {
      apiKey: values.SANDBOX_PPRO_API_KEY,
      merchantId: values.SANDBOX_PPRO_MERCHANT_ID,
      webhookSecret: values.SANDBOX_PPRO_WEBHOOK_SECRET,
      webhookUrl: values.SANDBOX_PPRO_WEBHOOK_URL,
    },
    aps: {
      accessCode: values.SANDBOX_APS_ACCESS_CODE,
      merchantIdentifier: values.SANDBOX_APS_MERCHANT_IDENTIFIER,
      shaRequestPhrase: values.SANDBOX_APS_SHA_REQUEST_PHRASE,
      shaResponsePhrase: values.SANDBOX_APS_SHA_RESPONSE_PHRASE,
      shaType: values.SANDBOX_APS_SHA_TYPE,
      webhookUrl: values.SANDBOX_APS_WEBHOOK_URL,
    },
  }
}

/** With port 0 the port is unknown until the server listens; it then uses its own address. */
function localUrl(portNumber: number): string | undefined {
  return portNumber === 0 ? undefined : `http://localhost:${portNumber}`
}
