import { expect } from 'vitest'
import type { Money } from '../../../src/base/money.ts'
import type { CaptureMode } from '../../../src/domain/enums.ts'
import type { Answer, StatusAnswer } from '../../../src/providers/port/outcome.ts'
import type {
  CreateAgreementCommand,
  ProviderCommand,
  RevokeAgreementCommand,
} from '../../../src/providers/port/provider.ts'
import { identity, plainAgreement } from '../support/commands.ts'
import { AgreementAccount } from './accounts.ts'
import type { Bench } from './bench.ts'
import type { Decision } from './harness.ts'

export const RETURN_URL = 'https://gateway.example/authenticate/return/x'
export const AMOUNT = 1000n

export interface AgreementWish {
  /** Of an initial charge. Absent: none, or the smallest usual one if the method needs one. */
  readonly amount?: bigint
  readonly captureMode?: CaptureMode
  /** The purpose of the agreement and its initial charge. */
  readonly text?: string
  /** On the provider's page, to which the consumer is redirected. */
  readonly decision?: Decision
  /** On the page where the consumer gives a card first, for hosted set-ups. */
  readonly pageDecision?: Decision
}

type AgreementCommand = CreateAgreementCommand & ReturnType<typeof identity>

export const money = (bench: Bench, value: bigint = AMOUNT): Money => ({
  value,
  currency: bench.simulation.method.currency,
})

export function agreementCommand(bench: Bench, sentReference: string, wish: AgreementWish = {}): AgreementCommand {
  const { paymentMethod, consumer } = bench.simulation.method
  const amount = wish.amount ?? (bench.capability.initialCharge === 'REQUIRED' ? AMOUNT : undefined)
  const { captureMode = 'AUTOMATIC', text: description = null } = wish
  const initialCharge =
    amount === undefined ? null : { amount: money(bench, amount), captureMode, description, sentReference }
  const client = { ip: '192.0.2.1', userAgent: 'Conformance/1.0' }
  const said = { paymentMethod, consumer, description, initialCharge, client, returnUrl: RETURN_URL }
  return { ...plainAgreement, ...said, ...identity(sentReference) }
}

/**
 * Takes an agreement through its creation, with its consumer's browser. The account collects the provider's reports on
 * the way; if the browser brings none, a status query follows.
 */
export async function establish(bench: Bench, wish: AgreementWish = {}): Promise<AgreementAccount> {
  const { account, answer } = await create(bench, wish)
  if (answer?.outcome !== 'actionRequired') return account
  const { authenticationMethods } = account.records.agreement.agreement
  const requestUrl = authenticationMethods.find(({ type }) => type === 'REDIRECT')?.requestUrl
  expect(requestUrl, 'where the consumer is sent').toMatch(/^https?:\/\//)
  const brought = await bench.simulation.consumer.decide(requestUrl ?? '', wish.decision ?? 'approve')
  const back = bench.provider.hosted?.readReturn(brought)
  if (back?.verdict === 'result') account.told(back.reports)
  await askAboutAgreement(bench, account)
  return account
}

/** As far as the provider goes without its consumer's decision. No answer if the consumer gave no card. */
export async function create(
  bench: Bench,
  wish: AgreementWish = {},
  sentReference = bench.reference(),
): Promise<{ account: AgreementAccount; command: AgreementCommand; answer: Answer | undefined }> {
  const command = agreementCommand(bench, sentReference, wish)
  const account = new AgreementAccount(sentReference, command.initialCharge?.amount ?? null)
  const instrument = bench.provider.hosted ? await visitPage(bench, account, command, wish) : null
  if (instrument === undefined) return { account, command, answer: undefined }
  const whole = { ...command, instrument }
  const answer = await bench.send(bench.prepare(whole))
  account.hear(answer)
  return { account, command: whole, answer }
}

async function visitPage(bench: Bench, account: AgreementAccount, command: AgreementCommand, wish: AgreementWish) {
  const { hosted } = bench.provider
  expect(hosted?.check(command), 'what can be said against it beforehand').toBeUndefined()
  const { sentReference, paymentMethod, consumer } = command
  const form = hosted?.form({ sentReference, returnUrl: RETURN_URL, paymentMethod, locale: consumer.locale })
  if (form === undefined) throw new Error('a hosted set-up has a form')
  const brought = await bench.simulation.consumer.fillIn(form, wish.pageDecision ?? 'approve')
  const back = hosted?.readReturn(brought)
  if (back?.verdict === 'refused') {
    expect(back.sentReference).toBe(sentReference)
    const call = { summary: 'refused on the page', durationMs: 0 }
    account.hear({ outcome: 'declined', failure: back.failure, call })
    return undefined
  }
  if (back?.verdict !== 'instrument') throw new Error(`the browser came back with: ${JSON.stringify(back)}`)
  expect(back.sentReference).toBe(sentReference)
  account.given(back.instrument)
  return back.instrument
}

export async function askAboutAgreement(bench: Bench, account: AgreementAccount): Promise<StatusAnswer> {
  const providerReference = account.providerReference === '' ? null : account.providerReference
  const initialChargeSentReference = account.initialAmount === null ? null : account.sentReference
  const answer = await bench.queryStatus({ about: 'agreement', providerReference, initialChargeSentReference })
  if (answer.found === 'yes') account.told(answer.reports)
  return answer
}

export async function revoke(bench: Bench, agreement: AgreementAccount): Promise<Answer> {
  const answer = await bench.send(bench.prepare(revocationCommand(bench, agreement)))
  agreement.hearRevocation(answer)
  return answer
}

export function revocationCommand(bench: Bench, agreement: AgreementAccount): ProviderCommand & RevokeAgreementCommand {
  const token = agreement.instrument?.token ?? null
  const agreementReference = agreement.providerReference
  const about = { verb: 'revokeAgreement', agreementReference, token, reason: null } as const
  return { ...about, ...identity(bench.reference()) } satisfies ProviderCommand & RevokeAgreementCommand
}
