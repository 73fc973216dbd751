import type { Config } from '../../../src/config/config.ts'
import { readConfig } from '../../../src/config/read.ts'

export const hexKey = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
export const ppro = {
  PPRO_BASE_URL: 'https://api.example.test/eu',
  PPRO_API_KEY: 'key-1',
  PPRO_MERCHANT_ID: 'merch-1',
  PPRO_WEBHOOK_SECRET: 'whsec 1',
}
export const aps = {
  APS_API_URL: 'https://api.example.test/FortAPI/paymentApi',
  APS_PAGE_URL: 'https://page.example.test/FortAPI/paymentPage',
  APS_ACCESS_CODE: 'code 1',
  APS_MERCHANT_IDENTIFIER: 'merchant 1',
  APS_SHA_REQUEST_PHRASE: 'request $phrase',
  APS_SHA_RESPONSE_PHRASE: 'response $phrase',
}

/** What production needs at least. */
export const production = { NODE_ENV: 'production', ENCRYPTION_KEY: hexKey, PUBLIC_URL: 'https://pay.example.test' }

export function config(environment: Record<string, string | undefined>): Config {
  const result = readConfig(environment)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

/** Every problem as a line. */
export function problems(environment: Record<string, string | undefined>): string[] {
  const result = readConfig(environment)
  return result.ok ? [] : result.problems.map(({ name, message }) => `${name} ${message}`)
}
