import { expect } from 'vitest'
import type { CaptureMode } from '../../../src/domain/enums.ts'
import type { Answer, StatusAnswer } from '../../../src/providers/port/outcome.ts'
import type { OperateChargeCommand, ProviderCommand } from '../../../src/providers/port/provider.ts'
import { identity, plainCharge } from '../support/commands.ts'
import { type AgreementAccount, ChargeAccount } from './accounts.ts'
import { AMOUNT, establish, money } from './agreement-steps.ts'
import type { Bench } from './bench.ts'

export interface ChargeWish {
  readonly amount?: bigint
  readonly captureMode?: CaptureMode
  readonly sentReference?: string
  /** What it is for. */
  readonly text?: string
}

export function chargeCommand(
  bench: Bench,
  agreement: AgreementAccount,
  { amount, captureMode = 'AUTOMATIC', sentReference = bench.reference(), text }: ChargeWish = {},
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
    description: text ?? null,
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

/** A charge that is authorized and not captured. */
export async function authorize(bench: Bench): Promise<ChargeAccount> {
  if (bench.capability.separateCapture) {
    const { account, answer } = await charge(bench, await establish(bench), { captureMode: 'MANUAL' })
    expect(answer.outcome).toBe('approved')
    return account
  }
  const agreement = await establish(bench, { amount: AMOUNT, captureMode: 'MANUAL' })
  return agreement.initialCharge()
}

/** Whether a charge can be authorized now and captured later at all: a later one, or at least an agreement's first. */
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
  reason: string | null = null,
): Promise<{ answer: Answer; sentReference: string }> {
  const command = { ...operationCommand(bench, account, verb, amount), reason }
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
): Promise<StatusAnswer> {
  const { providerReference, sentReference } = account
  const answer = await bench.queryStatus({
    about: 'charge',
    providerReference: providerReference === '' ? null : providerReference,
    sentReference,
    ...(operation && { operation: { kind: kinds[operation.verb], sentReference: operation.sentReference } }),
  })
  if (answer.found === 'yes') account.told(answer.reports)
  return answer
}
