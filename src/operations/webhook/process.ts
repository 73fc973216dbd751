import type { KeyHolder } from '../../base/encryption.ts'
import { type ChargeState, note } from '../../domain/charge/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { WebhookNotice } from '../../providers/port/provider.ts'
import { findHolder, holderOf } from '../../store/consumer/data-keys.ts'
import { write } from '../../store/sql/write.ts'
import type { ProviderEventRow } from '../../store/tables.ts'
import { bodyOfConsumer, openBody } from '../../store/webhook/body.ts'
import { markFailed, markProcessed } from '../../store/webhook/inbox.ts'
import { findSubject, type Match } from '../../store/webhook/match.ts'
import type { Lease } from '../../store/work-queue/lease.ts'
import { applyReports } from '../agreement/answer.ts'
import { agreementApply } from '../agreement/apply.ts'
import { askAboutAgreement } from '../agreement/query-status.ts'
import { applyChargeReports } from '../charge/answer.ts'
import { chargeApply } from '../charge/apply.ts'
import { askAboutCharge } from '../charge/query-status.ts'
import type { Deps } from '../command/deps.ts'

// Processing stops only if both limits are exceeded, so an outage of some minutes never makes a notification FAILED.
const TRIES_FEWEST = 10
const TRIED_WITHIN_MS = 72 * 3_600_000
const CLOCK_DIFFERENCE_MS = 300_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 600_000
// Longer than a transaction can be open: a transaction that makes the object known may have committed in the meantime.
const FIRST_MATCH_WAIT_MS = 30_000
const LONGEST_MATCH_WAIT_MS = 6 * 3_600_000
// After that it is matched only when its object appears. Other systems can share the provider account, and their
// notifications never match.
const MATCHED_WITHIN_MS = 30 * 86_400_000

/** A stored notification that this worker has claimed. */
export type HeldEvent = Lease &
  Pick<ProviderEventRow, 'provider' | 'providerAccountId' | 'providerEventId' | 'status' | 'deliveries' | 'tries'> &
  Pick<ProviderEventRow, 'receivedAt' | 'encryptedBody' | 'consumerId' | 'merchantId' | 'mode'>

/**
 * Applies a notification, claimed for this worker, by the single write path, and marks it as processed in the same
 * transaction. Safe to run again: known and old updates change nothing. A failure is retried for three days, then the
 * notification is kept as FAILED.
 *
 * @param received The content, if this process has just received the notification. Otherwise it is read from the stored
 * body.
 */
export async function webhookProcess(deps: Deps, event: HeldEvent, received?: WebhookNotice): Promise<void> {
  try {
    const notice = received ?? (await readStored(deps, event))
    await (notice ? applyNotice(deps, { event, notice }) : concludeErased(deps, event))
  } catch (error) {
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(event.tries, 20), LONGEST_WAIT_MS)
    const now = deps.clock.now().getTime()
    const isYoung = now - event.receivedAt.getTime() < TRIED_WITHIN_MS
    const goesOn = event.status === 'UNMATCHED' || isYoung || event.tries + 1 < TRIES_FEWEST
    const again = goesOn ? new Date(now + waitMs) : null
    await markFailed(deps.database, event, error instanceof Error ? error.name : 'unknown', again)
    // The provider gave no usable answer, which is not an error of the gateway.
    if (!(error instanceof Undecided)) throw error
  }
}

async function applyNotice(deps: Deps, { event, notice }: Read): Promise<void> {
  const { kind, providerReference, sentReference } = notice.subject
  const found = await findSubject(deps.database, event, { kind, providerReference, sentReference })
  if (found === undefined) return conclude(deps, { event, notice }, kind === 'other' ? 'PROCESSED' : 'UNMATCHED')
  if (kind === 'other') return void (await write(deps.database, [processed(deps, { event, notice }, found)]))
  if (notice.ask === true || isOlderThan(notice, found)) return takeAsWakeUp(deps, { event, notice }, found)
  if (found.kind === 'charge') await applyToCharge(deps, { event, notice }, found)
  else await applyToAgreement(deps, { event, notice }, found)
}

/** The provider's answer to the status query does not settle the notification, so it is queried again later. */
class Undecided extends Error {
  override readonly name = 'Undecided'
}

/** A notification and its content. */
interface Read {
  readonly event: HeldEvent
  readonly notice: WebhookNotice
}

function marked({ event, notice }: Read) {
  const { id, fencingToken } = event
  return { id, fencingToken, deliveriesSeen: notice.withoutEventId === true ? event.deliveries : null }
}

/** Undefined if the body was erased with its consumer. */
async function readStored(deps: Deps, event: HeldEvent): Promise<WebhookNotice | undefined> {
  const { id, provider: code, providerAccountId, encryptedBody } = event
  if (encryptedBody === null && event.consumerId !== null) return undefined
  const provider = deps.providers.find(code, providerAccountId)
  if (provider === undefined || encryptedBody === null)
    throw new Error(`notification ${id} cannot be read: provider ${code} is not configured, or the body is missing`)
  const body = openBody(deps.vault, await consumerOf(deps, event), { id, encryptedBody })
  const notice = provider.read(Buffer.from(body, 'utf8'))
  if (notice === undefined) throw new Error(`notification ${id} can no longer be read by the adapter of ${code}`)
  return notice
}

/** Null until it was matched. */
async function consumerOf({ database }: Deps, { consumerId, merchantId, mode }: HeldEvent): Promise<KeyHolder | null> {
  if (consumerId === null || merchantId === null || mode === null) return null
  return findHolder(database, { merchantId, mode }, consumerId)
}

/** Its content is erased. Status queries still find out the current state of its object. */
async function concludeErased(deps: Deps, { id, fencingToken }: HeldEvent): Promise<void> {
  const processedAt = deps.clock.now()
  const concluded = { status: 'PROCESSED', processedAt, nextTryAt: null, subject: null, deliveriesSeen: null } as const
  await write(deps.database, [markProcessed({ id, fencingToken, ...concluded })])
}

/** Ends the processing of a notification that is about no object of the gateway, or about none that is known yet. */
async function conclude(deps: Deps, read: Read, status: 'PROCESSED' | 'UNMATCHED'): Promise<void> {
  const { event } = read
  const now = deps.clock.now()
  const waitMs = Math.min(FIRST_MATCH_WAIT_MS * 2 ** Math.min(event.tries, 20), LONGEST_MATCH_WAIT_MS)
  const young = now.getTime() - event.receivedAt.getTime() < MATCHED_WITHIN_MS
  const nextTryAt = status === 'UNMATCHED' && young ? new Date(now.getTime() + waitMs) : null
  await write(deps.database, [markProcessed({ ...marked(read), status, processedAt: now, nextTryAt, subject: null })])
}

/**
 * True if the notification is older than its object: it is about another object with the same id, or the two clocks
 * differ much.
 */
function isOlderThan({ occurredAt }: WebhookNotice, { createdAt }: Match): boolean {
  return occurredAt !== null && occurredAt.getTime() < createdAt.getTime() - CLOCK_DIFFERENCE_MS
}

/**
 * For a notification that is too old to be trusted or contains too little: queries the provider for the status instead.
 */
async function takeAsWakeUp(deps: Deps, read: Read, found: Match): Promise<void> {
  const tenant: Tenant = { merchantId: found.merchantId, mode: found.mode }
  const by = { source: 'WEBHOOK', actor: 'inbox' } as const
  const ask = found.kind === 'charge' ? askAboutCharge : askAboutAgreement
  if ((await ask(deps, tenant, found.id, by)) !== 'yes') throw new Undecided()
  await write(deps.database, [processed(deps, read, found)])
}

async function applyToCharge(deps: Deps, read: Read, found: Match): Promise<void> {
  const { event, notice } = read
  const tenant: Tenant = { merchantId: found.merchantId, mode: found.mode }
  const { reports, note: added } = notice
  await chargeApply(deps, {
    tenant,
    chargeId: found.id,
    source: 'WEBHOOK',
    actor: null,
    alongside: [processed(deps, read, found)],
    change: (state, newId) => {
      const reported = applyChargeReports(state, reports, newId)
      return added ? withNote(reported, added, event) : reported
    },
  })
}

function withNote(state: ChargeState, added: NonNullable<WebhookNotice['note']>, event: HeldEvent): ChargeState {
  const { type, data, needsAttention } = added
  return note(state, { type, key: event.providerEventId, data: { ...data }, needsAttention })
}

async function applyToAgreement(deps: Deps, read: Read, found: Match): Promise<void> {
  const { notice } = read
  const tenant: Tenant = { merchantId: found.merchantId, mode: found.mode }
  await agreementApply(deps, {
    tenant,
    agreementId: found.id,
    source: 'WEBHOOK',
    actor: null,
    alongside: [processed(deps, read, found)],
    change: (records, newId) => applyReports(records, notice.reports, newId),
  })
}

function processed(deps: Deps, read: Read, found: Match) {
  const { id, encryptedBody } = read.event
  const { kind, merchantId, mode, consumerId } = found
  const consumer = holderOf(consumerId, found)
  return markProcessed({
    ...marked(read),
    status: 'PROCESSED',
    processedAt: deps.clock.now(),
    nextTryAt: null,
    subject: {
      type: kind === 'charge' ? 'Charge' : 'Agreement',
      id: found.id,
      tenant: { merchantId, mode },
      consumerId,
      encryptedBody: encryptedBody ? bodyOfConsumer(deps.vault, consumer, { id, encryptedBody }) : undefined,
    },
  })
}
