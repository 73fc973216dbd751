import { modeOfApsHost, modeOfPproHost } from './account-mode.ts'
import type { AccountMode, ApsConfig, ConfigProblem, Given, PproConfig, SandboxConfig } from './config.ts'
import type { Variables } from './rules.ts'

interface ProviderVariables {
  /** All of them, or none. */
  readonly needed: readonly string[]
  /** May be left out beside the others. */
  readonly optional: readonly string[]
}

const ppro: ProviderVariables = {
  needed: ['PPRO_BASE_URL', 'PPRO_API_KEY', 'PPRO_MERCHANT_ID', 'PPRO_WEBHOOK_SECRET'],
  optional: ['PPRO_MODE'],
}
const aps: ProviderVariables = {
  needed: [
    'APS_API_URL',
    'APS_PAGE_URL',
    'APS_ACCESS_CODE',
    'APS_MERCHANT_IDENTIFIER',
    'APS_SHA_REQUEST_PHRASE',
    'APS_SHA_RESPONSE_PHRASE',
  ],
  optional: ['APS_SHA_TYPE', 'APS_MODE'],
}
const providers = [ppro, aps]

/** Whether any variable of any provider is set. */
export function namesProvider(set: Given): boolean {
  return providers.some(variables => givenOf(variables, set).length > 0)
}

/** Of a provider that has some of its variables, those that are missing. */
export function missingVariables(set: Given): readonly ConfigProblem[] {
  return providers.flatMap(variables => {
    const given = givenOf(variables, set)
    if (given.length === 0) return []
    const message = `is missing, while ${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} set`
    return variables.needed.filter(name => set[name] === undefined).map(name => ({ name, message }))
  })
}

function givenOf({ needed, optional }: ProviderVariables, set: Given): readonly string[] {
  return [...needed, ...optional].filter(name => set[name] !== undefined)
}

/** Of an account whose host is none of the provider's own, where no variable says it. */
function unnamedMode(sandbox: SandboxConfig | undefined): AccountMode | undefined {
  return sandbox && 'TEST'
}

/** What the PPRO simulator takes unless its own variables say otherwise. */
const simulatedPpro = {
  apiKey: 'key_sandbox_perennial',
  merchantId: 'merch_perennialsandbox0001',
  webhookSecret: 'ppro-sandbox-webhook-secret',
}

export function toPpro(values: Variables, sandbox: SandboxConfig | undefined): PproConfig | undefined {
  const { PPRO_BASE_URL, PPRO_API_KEY, PPRO_MERCHANT_ID, PPRO_WEBHOOK_SECRET } = values
  if (PPRO_BASE_URL && PPRO_API_KEY && PPRO_MERCHANT_ID && PPRO_WEBHOOK_SECRET) {
    return Object.freeze({
      baseUrl: PPRO_BASE_URL,
      apiKey: PPRO_API_KEY,
      merchantId: PPRO_MERCHANT_ID,
      webhookSecret: PPRO_WEBHOOK_SECRET,
      simulated: false,
      mode: values.PPRO_MODE ?? modeOfPproHost(PPRO_BASE_URL) ?? unnamedMode(sandbox),
    })
  }
  return sandbox && Object.freeze({ ...simulatedPpro, baseUrl: `${sandbox.url}/ppro`, simulated: true, mode: 'TEST' })
}

/** What the APS simulator takes unless its own variables say otherwise. */
const simulatedAps = {
  accessCode: 'perennialaccess00001',
  merchantIdentifier: 'perennialsb',
  shaRequestPhrase: 'aps-sandbox-request-phrase',
  shaResponsePhrase: 'aps-sandbox-response-phrase',
} as const

/** What APS recommends, and offers first. */
const DEFAULT_SHA_TYPE = 'SHA-256'

export function toAps(values: Variables, sandbox: SandboxConfig | undefined): ApsConfig | undefined {
  const { APS_API_URL, APS_PAGE_URL, APS_ACCESS_CODE, APS_MERCHANT_IDENTIFIER } = values
  const { APS_SHA_REQUEST_PHRASE, APS_SHA_RESPONSE_PHRASE, APS_SHA_TYPE: shaType = DEFAULT_SHA_TYPE } = values
  const addresses = APS_API_URL && APS_PAGE_URL && { apiUrl: APS_API_URL, pageUrl: APS_PAGE_URL }
  if (addresses && APS_ACCESS_CODE && APS_MERCHANT_IDENTIFIER && APS_SHA_REQUEST_PHRASE && APS_SHA_RESPONSE_PHRASE) {
    return Object.freeze({
      ...addresses,
      accessCode: APS_ACCESS_CODE,
      merchantIdentifier: APS_MERCHANT_IDENTIFIER,
      shaRequestPhrase: APS_SHA_REQUEST_PHRASE,
      shaResponsePhrase: APS_SHA_RESPONSE_PHRASE,
      shaType,
      simulated: false,
      mode: values.APS_MODE ?? modeOfApsHost(APS_API_URL) ?? modeOfApsHost(APS_PAGE_URL) ?? unnamedMode(sandbox),
    })
  }
  return (
    sandbox &&
    Object.freeze({
      ...simulatedAps,
      apiUrl: `${sandbox.url}/aps/FortAPI/paymentApi`,
      pageUrl: `${sandbox.browserUrl}/aps/FortAPI/paymentPage`,
      shaType,
      simulated: true,
      mode: 'TEST',
    })
  )
}
