import type { AccountMode, ApsConfig, PproConfig, SandboxConfig } from './config.ts'
import { modeOfApsHost, modeOfPproHost } from './provider-hosts.ts'
import type { Variables } from './variables.ts'

/**
 * The mode of an account that neither a variable nor its host tells, which combinations.ts accepts in sandbox mode
 * alone.
 */
const SANDBOX_MODE: AccountMode = 'TEST'

/** The credentials that the PPRO simulator accepts by default. */
export const simulatedPpro = {
  apiKey: 'key_sandbox_perennial',
  merchantId: 'merch_perennialsandbox0001',
  webhookSecret: 'ppro-sandbox-webhook-secret',
  former: [],
}

export function toPpro(values: Variables, sandbox: SandboxConfig | undefined): PproConfig | undefined {
  const { PPRO_BASE_URL, PPRO_API_KEY, PPRO_MERCHANT_ID, PPRO_WEBHOOK_SECRET } = values
  const previous = values.PPRO_WEBHOOK_SECRET_PREVIOUS
  if (PPRO_BASE_URL && PPRO_API_KEY && PPRO_MERCHANT_ID && PPRO_WEBHOOK_SECRET) {
    return Object.freeze({
      baseUrl: PPRO_BASE_URL,
      apiKey: PPRO_API_KEY,
      merchantId: PPRO_MERCHANT_ID,
      webhookSecret: PPRO_WEBHOOK_SECRET,
      former: previous === undefined ? [] : [{ webhookSecret: previous }],
      simulated: false,
      mode: values.PPRO_MODE ?? modeOfPproHost(PPRO_BASE_URL) ?? SANDBOX_MODE,
    })
  }
  return sandbox && Object.freeze({ ...simulatedPpro, baseUrl: `${sandbox.url}/ppro`, simulated: true, mode: 'TEST' })
}

/** The credentials that the APS simulator accepts by default. */
export const simulatedAps = {
  accessCode: 'perennialaccess00001',
  merchantIdentifier: 'perennialsb',
  shaRequestPhrase: 'aps-sandbox-request-phrase',
  shaResponsePhrase: 'aps-sandbox-response-phrase',
  former: [],
} as const

export function toAps(values: Variables, sandbox: SandboxConfig | undefined): ApsConfig | undefined {
  const { APS_API_URL, APS_PAGE_URL, APS_ACCESS_CODE, APS_MERCHANT_IDENTIFIER } = values
  const { APS_SHA_REQUEST_PHRASE, APS_SHA_RESPONSE_PHRASE, APS_SHA_TYPE: shaType } = values
  const previous = values.APS_SHA_RESPONSE_PHRASE_PREVIOUS
  const addresses = APS_API_URL && APS_PAGE_URL && { apiUrl: APS_API_URL, pageUrl: APS_PAGE_URL }
  if (addresses && APS_ACCESS_CODE && APS_MERCHANT_IDENTIFIER && APS_SHA_REQUEST_PHRASE && APS_SHA_RESPONSE_PHRASE) {
    return Object.freeze({
      ...addresses,
      accessCode: APS_ACCESS_CODE,
      merchantIdentifier: APS_MERCHANT_IDENTIFIER,
      shaRequestPhrase: APS_SHA_REQUEST_PHRASE,
      shaResponsePhrase: APS_SHA_RESPONSE_PHRASE,
      shaType,
      former: previous === undefined ? [] : [{ accessCode: APS_ACCESS_CODE, shaResponsePhrase: previous, shaType }],
      simulated: false,
      mode: values.APS_MODE ?? modeOfApsHost(APS_API_URL) ?? modeOfApsHost(APS_PAGE_URL) ?? SANDBOX_MODE,
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
