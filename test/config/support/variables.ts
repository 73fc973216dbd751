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

type Environment = Readonly<Record<string, string | undefined>>

/** Nothing tells the mode of the accounts above: they are test accounts unless the environment says otherwise. */
function withModes(environment: Environment): Environment {
  const isExample = (name: string) => /\/\/(api|page)\.example\.test\//.test(`${environment[name]}/`)
  return {
    ...(isExample('PPRO_BASE_URL') && { PPRO_MODE: 'test' }),
    ...(isExample('APS_API_URL') && { APS_MODE: 'test' }),
    ...environment,
  }
}

export function config(environment: Environment): Config {
  const result = readConfig(withModes(environment))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

/** What production needs at least. */
export const production = { NODE_ENV: 'production', ENCRYPTION_KEY: hexKey, PUBLIC_URL: 'https://pay.example.test' }

/** Every problem as a line. */
export function allProblems(environment: Environment): string[] {
  const result = readConfig(environment)
  return result.ok ? [] : result.problems.map(({ name, message }) => `${name} ${message}`)
}

/** The same without the question in which mode an account is: most tests are about something else. */
export function problems(environment: Environment): string[] {
  return allProblems(environment).filter(line => !/^(PPRO|APS)_MODE is missing: /.test(line))
}
