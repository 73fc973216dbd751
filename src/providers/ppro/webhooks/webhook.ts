import { createHash } from 'node:crypto'
import { JSON_DEPTH, type Json, nestsDeeper } from '../../../base/text/json.ts'
import { reachedByPlainHttp, stillAccepted } from '../../port/account.ts'
import type { ProviderNotification, WebhookNotice } from '../../port/provider.ts'
import { hideTokens } from '../../shared/hide-tokens.ts'
import type { WebhookTranslation } from '../../shared/translation.ts'
import { mapped, parseWire, recordOf, textOf } from '../../shared/wire.ts'
import { instantOf } from '../answers/wire.ts'
import type { PproConfig } from '../config.ts'
import { verifySignature } from '../signature.ts'
import { readAgreementEvent } from './agreement.ts'
import { readChargeEvent } from './charge.ts'
import type { EventReading, PproEvent } from './event.ts'

/** Verifies the raw bytes, then reads them. Never throws. */
export function receiveWebhook(
  config: Pick<PproConfig, 'webhookSecret' | 'former' | 'merchantId' | 'baseUrl'>,
  { headers, rawBody }: ProviderNotification,
): WebhookTranslation {
  const signature = verifySignature(headers, rawBody, config.webhookSecret)
  const isFormer = stillAccepted(config.former).some(
    ({ webhookSecret }) => verifySignature(headers, rawBody, webhookSecret).genuine,
  )
  if (!signature.genuine && !isFormer) return { reading: { verdict: 'forged', reason: signature.reason }, notes: [] }
  return readWebhook(config, rawBody, config.merchantId)
}

/** Reads a body whose signature was verified earlier, without checking the account. */
export function rereadWebhook(config: Pick<PproConfig, 'baseUrl'>, rawBody: Uint8Array): WebhookNotice | undefined {
  const { reading } = readWebhook(config, rawBody, undefined)
  return reading.verdict === 'accepted' ? reading.notice : undefined
}

function readWebhook(
  config: Pick<PproConfig, 'baseUrl'>,
  rawBody: Uint8Array,
  ourMerchantId: string | undefined,
): WebhookTranslation {
  const text = Buffer.from(rawBody).toString('utf8')
  const envelope = parseWire(text)
  // PPRO does not promise an id. Without one, only the bytes distinguish a second delivery from a new event.
  const eventId = (envelope && textOf(envelope, 'id')) ?? `sha256:${createHash('sha256').update(rawBody).digest('hex')}`
  if (envelope === undefined) {
    const tooDeep = nestsDeeper(text, JSON_DEPTH)
    return unreadable(eventId, tooDeep ? `nested deeper than ${JSON_DEPTH} levels` : 'not a JSON object')
  }
  const data = recordOf(envelope, 'data')
  const type = textOf(envelope, 'type') ?? (data && textOf(data, 'type'))
  if (data === undefined || type === undefined) return unreadable(eventId, 'no type or no data')
  const merchantId = textOf(data, 'merchantId')
  if (ourMerchantId !== undefined && merchantId !== undefined && merchantId !== ourMerchantId) {
    return { reading: { verdict: 'rejected', eventId, type, reason: "another merchant's account" }, notes: [] }
  }
  const event = readEvent({
    type,
    subject: textOf(envelope, 'subject'),
    data,
    plainHttp: reachedByPlainHttp(config.baseUrl),
  })
  if (!event.ok) return unreadable(eventId, event.problem)
  const { notes, report, ...rest } = event.value
  const reports = report ? [report] : []
  const notice = { eventId, type, occurredAt: instantOf(envelope, 'time') ?? null, ...rest, reports }
  return { reading: { verdict: 'accepted', notice }, notes }
}

function unreadable(eventId: string, reason: string): WebhookTranslation {
  return { reading: { verdict: 'unreadable', eventId, reason }, notes: [`unreadable webhook: ${reason}`] }
}

function readEvent(event: PproEvent): EventReading {
  if (event.type.startsWith('PAYMENT_AGREEMENT_')) return readAgreementEvent(event)
  if (event.type.startsWith('PAYMENT_CHARGE_')) return readChargeEvent(event)
  if (event.type === 'FUNDS_STATE_CHANGED' || event.type === 'CHARGEBACK_SUCCEEDED') return readChargeEvent(event)
  // Instruments, settlement reports, disputes and new types are recorded without effect.
  return mapped({ subject: { kind: 'other', providerReference: null, sentReference: null }, notes: [] })
}

/** The merchant id in a body that is not verified yet. It only selects the secret that verifies the body. */
export function accountNamedBy(rawBody: Uint8Array): string | undefined {
  const envelope = parseWire(Buffer.from(rawBody).toString('utf8'))
  const data = envelope && recordOf(envelope, 'data')
  return data && textOf(data, 'merchantId')
}

/** A stored body for display, without the ids by which an instrument is charged. */
export function showWebhook(rawBody: Uint8Array): Json | undefined {
  const message = parseWire(Buffer.from(rawBody).toString('utf8'))
  const isToken = (name: string, parent: string) =>
    name === 'instrumentId' || (name === 'id' && parent === 'instrument')
  return message && hideTokens(message as Json, isToken)
}
