import { startSimulators } from '../../support/world/simulators.ts'

/** Accounts of the simulators. The word canary in each secret makes a leak visible. */
export const pproAccount = {
  apiKey: 'key_sandbox_canary',
  merchantId: 'merch_000000000000000000001',
  webhookSecret: 'secret-canary',
}

export const apsAccount = {
  accessCode: 'accesscanary00000001',
  merchantIdentifier: 'perennialcanary',
  shaRequestPhrase: 'request-phrase-canary',
  shaResponsePhrase: 'response-phrase-canary',
  shaType: 'SHA-256',
} as const

/** The simulators of all providers with these accounts. */
export const openSandbox = () => startSimulators({ ppro: pproAccount, aps: apsAccount })
