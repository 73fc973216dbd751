import { createHash } from 'node:crypto'
import { kindOfId } from '../../../base/id.ts'
import { MAX_FORM_FIELDS } from '../../../base/text/form.ts'
import { JSON_DEPTH, type Json } from '../../../base/text/json.ts'
import { reachedByPlainHttp } from '../../port/account.ts'
import type { ProviderReport } from '../../port/outcome.ts'
import type { ProviderNotification, WebhookNotice } from '../../port/provider.ts'
import { hideTokens } from '../../shared/hide-tokens.ts'
import type { WebhookTranslation } from '../../shared/translation.ts'
import { printable, textOf, type Wire } from '../../shared/wire.ts'
import { judge, type Verdict } from '../codes/verdict.ts'
import type { ApsConfig } from '../config.ts'
import {
  MAX_JSON_MARKS,
  minorUnitsOf,
  parseFormMessage,
  parseJsonMessage,
  type ResponseCode,
  responseCodeOf,
} from '../message.ts'
import { shapeProblem } from '../requests/shape.ts'
import { isAboutRequest, type PaymentState, paymentReports, stateOf } from './payment-reports.ts'
import { isOurs, verifyMessage } from './verified-message.ts'

const NOT_A_MESSAGE =
  `neither JSON nor a form, or too large: more than ${MAX_FORM_FIELDS} parameters, ${JSON_DEPTH} levels or ` +
  `${MAX_JSON_MARKS} marks ({ [ : ,)`

/** Verifies the raw bytes, then reads them. Never throws. */
export function receiveWebhook(config: ApsConfig, { rawBody }: ProviderNotification): WebhookTranslation {
  const message = parseBody(rawBody)
  if (message === undefined) return { reading: { verdict: 'forged', reason: NOT_A_MESSAGE }, notes: [] }
  const signature = verifyMessage(config, message)
  if (!signature.genuine) return { reading: { verdict: 'forged', reason: signature.reason }, notes: [] }
  const eventId = eventIdOf(message)
  const type = typeOf(message)
  if (!isOurs(config, message))
    return { reading: { verdict: 'rejected', eventId, type, reason: "another merchant's account" }, notes: [] }
  const { notice, notes } = readNotice(config, message)
  if (notice === undefined) {
    const reason = notes[0] ?? 'unreadable'
    return { reading: { verdict: 'unreadable', eventId, reason }, notes: [`unreadable webhook: ${reason}`] }
  }
  return { reading: { verdict: 'accepted', notice }, notes }
}

/** Reads a body whose signature was verified earlier, without checking the account. */
export function rereadWebhook(config: Pick<ApsConfig, 'apiUrl'>, rawBody: Uint8Array): WebhookNotice | undefined {
  const message = parseBody(rawBody)
  // Its shape is checked again, because an earlier version may have stored it unchecked.
  return message && shapeProblem(message) === undefined ? readNotice(config, message).notice : undefined
}

/** The merchant identifier in a body that is not verified yet. It only selects the phrase that verifies the body. */
export function accountNamedBy(rawBody: Uint8Array): string | undefined {
  const message = parseBody(rawBody)
  return message && textOf(message, 'merchant_identifier')
}

/** A stored body for display: the fields of JSON or a form, without tokens. */
export function showWebhook(rawBody: Uint8Array): Json | undefined {
  const message = parseBody(rawBody)
  return message && hideTokens(message as Json, name => name === 'token_name')
}

/**
 * APS sends JSON or a form, depending on the account's settings. The body shows which one, because a form never begins
 * with a brace. A stored body has no headers.
 */
function parseBody(rawBody: Uint8Array): Wire | undefined {
  const text = Buffer.from(rawBody).toString('utf8').trim()
  return text.startsWith('{') ? parseJsonMessage(text) : parseFormMessage(text)
}

/** APS's events have neither ids nor times. Two events can agree in all of these fields: see `withoutEventId`. */
function eventIdOf(message: Wire): string {
  const payment = ['fort_id', 'merchant_reference', 'command', 'response_code']
  const fields = [...payment, 'maintenance_reference', 'amount', 'currency']
  const identity = JSON.stringify(fields.map(field => textOf(message, field) ?? null))
  return `sha256:${createHash('sha256').update(identity).digest('hex')}`
}

function commandIn(message: Wire): string | undefined {
  return textOf(message, 'command') ?? textOf(message, 'service_command') ?? textOf(message, 'query_command')
}

function typeOf(message: Wire): string {
  const code = responseCodeOf(message)?.code
  return `${printable(commandIn(message))}${code === undefined ? '' : `_${code}`}`
}

interface NoticeReading {
  readonly notice?: WebhookNotice
  readonly notes: readonly string[]
}

function readNotice(config: Pick<ApsConfig, 'apiUrl'>, message: Wire): NoticeReading {
  const command = commandIn(message)
  const code = responseCodeOf(message)
  if (command === undefined || code === undefined) return { notes: ['no command or no readable response code'] }
  const base = { eventId: eventIdOf(message), type: typeOf(message), occurredAt: null, withoutEventId: true } as const
  const sentReference = textOf(message, 'merchant_reference') ?? null
  const providerReference = textOf(message, 'fort_id') ?? null
  const aboutCharge = { ...base, subject: { kind: 'charge', providerReference, sentReference } } as const
  switch (command) {
    case 'PURCHASE':
    case 'AUTHORIZATION':
      if (sentReference === null) return { notes: ['a payment without a reference'] }
      return readPayment(message, { command, code, sentReference, plainHttp: reachedByPlainHttp(config.apiUrl) }, base)
    case 'CAPTURE':
    case 'REFUND':
    case 'VOID_AUTHORIZATION': {
      const report = command === 'REFUND' ? refundReport(message, code) : undefined
      // APS does not say which capture succeeded, so the status is queried.
      return {
        notice: report ? { ...aboutCharge, reports: [report] } : { ...aboutCharge, reports: [], ask: true },
        notes: [],
      }
    }
    default:
      return {
        notice: { ...base, subject: { kind: 'other', providerReference: null, sentReference }, reports: [] },
        notes: [],
      }
  }
}

interface PaymentUpdate {
  readonly command: 'PURCHASE' | 'AUTHORIZATION'
  readonly code: ResponseCode
  readonly sentReference: string
  readonly plainHttp: boolean
}

/** A payment with the consumer present creates an agreement; one without the consumer has `eci` RECURRING. */
function readPayment(
  message: Wire,
  { command, code, sentReference, plainHttp }: PaymentUpdate,
  base: Pick<WebhookNotice, 'eventId' | 'type' | 'occurredAt' | 'withoutEventId'>,
): NoticeReading {
  const makesAgreement = textOf(message, 'eci') !== 'RECURRING'
  const subject = makesAgreement
    ? ({ kind: 'agreement', providerReference: null, sentReference } as const)
    : ({ kind: 'charge', providerReference: textOf(message, 'fort_id') ?? null, sentReference } as const)
  const acquirerCode = textOf(message, 'acquirer_response_code')
  const verdict = judge(command, code, { acquirerCode, queried: false })
  const toBeQueried = { ...base, subject, reports: [], ask: true }
  if (!isConclusive(verdict))
    return { notice: toBeQueried, notes: verdict.kind === 'unmapped' ? [verdict.problem] : [] }
  const reports = paymentReports(
    { message, command, sentReference, makesAgreement, plainHttp },
    stateOf(verdict, [message]),
  )
  if (!reports.ok) return { notice: toBeQueried, notes: [reports.problem] }
  const notes = 'note' in verdict && verdict.note !== undefined ? [verdict.note] : []
  return { notice: { ...base, subject, reports: reports.value }, notes }
}

/** A refused request or a duplicate says nothing about the payment with the same reference. */
function isConclusive(verdict: Verdict): verdict is Extract<Verdict, { kind: PaymentState['kind'] }> {
  return ['succeeded', 'pending', 'awaitingConsumer', 'actionRequired', 'declined'].includes(verdict.kind)
}

/** The report of a refund. Undefined if it has no reference of the gateway, or its code is inconclusive. */
function refundReport(message: Wire, code: ResponseCode): ProviderReport | undefined {
  const refundReference = textOf(message, 'maintenance_reference')
  const chargeReference = textOf(message, 'merchant_reference')
  if (refundReference === undefined || kindOfId(refundReference) !== 'providerRequest' || chargeReference === undefined)
    return undefined
  const acquirerCode = textOf(message, 'acquirer_response_code')
  const verdict = judge('REFUND', code, { acquirerCode, queried: false })
  if (verdict.kind !== 'succeeded' && verdict.kind !== 'declined') return undefined
  const state = stateOf(verdict, [message])
  if (state.kind === 'declined' && isAboutRequest(state.failure)) return undefined
  const amount = minorUnitsOf(message, 'amount')
  const currency = textOf(message, 'currency')
  const operation = { kind: 'REFUND', sentReference: refundReference, ...(amount !== undefined && { amount }) } as const
  return {
    about: 'charge',
    // Not `fort_id`: APS does not document whether a refund has its own.
    sentReference: chargeReference,
    ...(currency !== undefined && { currency }),
    operations: [
      state.kind === 'declined'
        ? { ...operation, status: 'FAILED', failure: state.failure }
        : { ...operation, status: 'SUCCEEDED' },
    ],
    complete: false,
  }
}
