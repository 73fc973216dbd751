import { expect } from 'vitest'
import type { Money } from '../../../src/base/money.ts'
import type { CaptureMode } from '../../../src/domain/vocabulary.ts'
import type { Answer, LookUpAnswer } from '../../../src/providers/outcome.ts'
import type {
  CreateAgreementCommand,
  OperateChargeCommand,
  ProviderCommand,
  RevokeAgreementCommand,
} from '../../../src/providers/provider.ts'
import { identity, plainAgreement, plainCharge } from '../support/commands.ts'
import { AgreementAccount, ChargeAccount } from './accounts.ts'
import type { Bench } from './bench.ts'
import type { Decision } from './harness.ts'

export const RETURN_URL = 'https://gateway.example/authenticate/return/x'
export const AMOUNT = 1000n

export interface AgreementWish {
  /** Of an initial charge. Left out: none, or the smallest usual one where the method needs one. */
  readonly amount?: bigint
  readonly captureMode?: CaptureMode
  /** On the provider's page, where the consumer is sent. */
  readonly decision?: Decision
  /** On the page where the consumer gives a means of payment first, for hosted set-ups. */
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
  const { captureMode = 'AUTOMATIC' } = wish
  const initialCharge =
    amount === undefined ? null : { amount: money(bench, amount), captureMode, description: null, sentReference }
  const client = { ip: '192.0.2.1', userAgent: 'Conformance/1.0' }
  const said = { paymentMethod, consumer, initialCharge, client, returnUrl: RETURN_URL }
  return { ...plainAgreement, ...said, ...identity(sentReference) }
}

/**
 * Takes an agreement through its creation, its consumer's browser included. What the provider says on the way is in the
 * account; where it cannot say it in the browser, it is asked.
 */
export async function establish(bench: Bench, wish: AgreementWish = {}): Promise<AgreementAccount> {
  const { account, answer } = await create(bench, wish)
  if (answer?.outcome !== 'actionRequired') return account
  const { authenticationMethods } = account.books.agreement.agreement
  const requestUrl = authenticationMethods.find(({ type }) => type === 'REDIRECT')?.requestUrl
  expect(requestUrl, 'where the consumer is sent').toMatch(/^https?:\/\//)
  const brought = await bench.simulation.consumer.decide(requestUrl ?? '', wish.decision ?? 'approve')
  const back = bench.provider.hosted?.readReturn(brought)
  if (back?.verdict === 'result') account.told(back.reports)
  await askAboutAgreement(bench, account)
  return account
}

/** As far as the provider goes without its consumer's decision. No answer where the consumer gave no means of payment. */
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

export async function askAboutAgreement(bench: Bench, account: AgreementAccount): Promise<LookUpAnswer> {
  const providerReference = account.providerReference === '' ? null : account.providerReference
  const initialChargeSentReference = account.initialAmount === null ? null : account.sentReference
  const answer = await bench.lookUp({ about: 'agreement', providerReference, initialChargeSentReference })
  if (answer.found === 'yes') account.told(answer.reports)
  return answer
}

export interface ChargeWish {
  readonly amount?: bigint
  readonly captureMode?: CaptureMode
  readonly sentReference?: string
}

export function chargeCommand(
  bench: Bench,
  agreement: AgreementAccount,
  { amount, captureMode = 'AUTOMATIC', sentReference = bench.reference() }: ChargeWish = {},
) {
  const { paymentMethod, consumer } = bench.simulation.method
  const { providerReference: agreementReference, instrument } = agreement
  return {
    ...plainCharge,
    ...identity(sentReference),
    paymentMethod,
    consumer,
    agreementReference,
    instrument: instrument ? { token: instrument.token, brand: instrument.brand ?? null } : null,
    amount: money(bench, amount),
    captureMode,
  }
}

/** A charge without its consumer, as far as its first answer. */
export async function charge(
  bench: Bench,
  agreement: AgreementAccount,
  wish: ChargeWish = {},
): Promise<{ account: ChargeAccount; answer: Answer }> {
  const command = chargeCommand(bench, agreement, wish)
  const account = new ChargeAccount(command.amount, command.sentReference)
  const answer = await bench.send(bench.prepare(command))
  account.hear(account.sentReference, answer)
  return { account, answer }
}

/** A charge that is authorised and not captured. */
export async function authorize(bench: Bench): Promise<ChargeAccount> {
  if (bench.capability.separateCapture) {
    const { account, answer } = await charge(bench, await establish(bench), { captureMode: 'MANUAL' })
    expect(answer.outcome).toBe('approved')
    return account
  }
  const agreement = await establish(bench, { amount: AMOUNT, captureMode: 'MANUAL' })
  return agreement.initialCharge()
}

/** Whether a charge can be authorised now and captured later at all: a later one, or at least an agreement's first. */
export function authorizesSeparately({ capability }: Bench): boolean {
  return capability.separateCapture || capability.initialSeparateCapture
}

export type OperationVerb = OperateChargeCommand['verb']

const kinds = { capture: 'CAPTURE', refund: 'REFUND', void: 'VOID' } as const

export function operationCommand(
  bench: Bench,
  account: Pick<ChargeAccount, 'providerReference' | 'sentReference'>,
  verb: OperationVerb,
  amount: bigint,
  sentReference = bench.reference(),
) {
  const { providerReference: chargeReference, sentReference: chargeSentReference } = account
  const about = { chargeReference, chargeSentReference, amount: money(bench, amount), reason: null }
  return { verb, ...about, ...identity(sentReference) } satisfies ProviderCommand & OperateChargeCommand
}

/** Records, sends and applies a capture, a refund or a void. */
export async function operate(
  bench: Bench,
  account: ChargeAccount,
  verb: OperationVerb,
  amount: bigint,
): Promise<{ answer: Answer; sentReference: string }> {
  const command = operationCommand(bench, account, verb, amount)
  const { sentReference } = command
  account.intend(kinds[verb], amount, sentReference)
  const answer = await bench.send(bench.prepare(command))
  account.hear(sentReference, answer)
  return { answer, sentReference }
}

/** Asks about a charge, or about one of its operations, and applies what is found. */
export async function askAboutCharge(
  bench: Bench,
  account: ChargeAccount,
  operation?: { readonly verb: OperationVerb; readonly sentReference: string },
): Promise<LookUpAnswer> {
  const { providerReference, sentReference } = account
  const answer = await bench.lookUp({
    about: 'charge',
    providerReference: providerReference === '' ? null : providerReference,
    sentReference,
    ...(operation && { operation: { kind: kinds[operation.verb], sentReference: operation.sentReference } }),
  })
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

/** The books of a charge and the provider's ledger say the same, to the minor unit, and nothing in them is contradictory. */
export async function expectBalanced(
  bench: Bench,
  account: ChargeAccount,
  sums: { captured?: bigint; refunded?: bigint; voided?: bigint },
): Promise<void> {
  const expected = { captured: 0n, refunded: 0n, voided: 0n, ...sums }
  const { value: amount, currency } = account.amount
  const status =
    expected.captured + expected.voided < amount ? 'AUTHORIZED' : expected.captured > 0n ? 'CAPTURED' : 'VOIDED'
  expect(await bench.charged(account.sentReference), 'the ledger').toEqual({
    id: account.providerReference,
    amount,
    currency,
    status,
    ...expected,
  })
  expect(account.sums, 'the books').toEqual({ authorized: amount, ...expected })
  expect(account.notes, 'what cannot be true').toEqual([])
}

/** Nothing of it was taken: no charge, or one that failed. */
export async function expectNothingCharged(bench: Bench, sentReference: string): Promise<void> {
  const row = await bench.charged(sentReference)
  if (row === undefined) return
  const { status, captured, refunded, voided } = row
  expect({ status, captured, refunded, voided }).toEqual({ status: 'FAILED', captured: 0n, refunded: 0n, voided: 0n })
}
