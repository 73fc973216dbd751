import type { Answer, ProviderReport, StatusAnswer } from '../../../src/providers/port/outcome.ts'
import type {
  CreateAgreementCommand,
  CreateChargeCommand,
  Prepared,
  ProviderRequest,
} from '../../../src/providers/port/provider.ts'

/** An agreement without any optional field. */
export const plainAgreement: CreateAgreementCommand = {
  verb: 'createAgreement',
  paymentMethod: 'AMAZON_PAY',
  consumer: {
    reference: 'con_1',
    country: 'US',
    name: 'Ada Canary',
    email: null,
    phone: null,
    birthDate: null,
    locale: null,
    taxId: null,
    billingAddress: null,
  },
  returnUrl: 'https://gateway.example/authenticate/return/x',
  authenticationTypes: [],
  description: null,
  agreedAmount: null,
  amountRule: 'VARIABLE',
  frequency: null,
  chargeCount: null,
  startsAt: null,
  endsAt: null,
  initialCharge: null,
  client: null,
  webhooksUrl: null,
  instrument: null,
}

export const plainCharge: CreateChargeCommand = {
  verb: 'createCharge',
  paymentMethod: 'AMAZON_PAY',
  agreementReference: 'agr_1',
  consumer: plainAgreement.consumer,
  creation: null,
  instrument: null,
  amount: { value: 1000n, currency: 'USD' },
  captureMode: 'AUTOMATIC',
  initiator: 'MERCHANT',
  reason: 'SCHEDULED',
  description: null,
  returnUrl: null,
  client: null,
  webhooksUrl: null,
}

export function identity(reference: string): { readonly providerKey: string; readonly sentReference: string } {
  return { providerKey: `key-${reference}`, sentReference: reference }
}

/** @throws if the command was refused: a test that expects a request has a mistake. */
export function requestOf(prepared: Prepared): ProviderRequest {
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error))
  return prepared.request
}

export function reportOf<About extends ProviderReport['about']>(
  answer: Answer | { readonly reports?: readonly ProviderReport[] },
  about: About,
): Extract<ProviderReport, { about: About }> {
  const report = 'reports' in answer ? answer.reports?.find(one => one.about === about) : undefined
  if (report === undefined) throw new Error(`no report about ${about} in ${JSON.stringify(answer, bigintsAsText)}`)
  return report as Extract<ProviderReport, { about: About }>
}

export function reportsOf(answer: StatusAnswer): readonly ProviderReport[] {
  if (answer.found !== 'yes') throw new Error(`not found: ${JSON.stringify(answer)}`)
  return answer.reports
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
