import type pg from 'pg'
import type { Caller } from '../load/callers.ts'
import type { Simulators } from '../processes/simulators.ts'
import {
  agreementsDocument,
  type ChargeNode,
  chargesDocument,
  logDocument,
  type Page,
  schedulesDocument,
} from './documents.ts'
import type { ApiAgreement, ApiCharge, ApiSchedule, Evidence, LoggedEvent, Rows } from './evidence.ts'

interface Sources {
  readonly reader: Caller
  readonly pool: pg.Pool
  readonly simulators: Pick<Simulators, 'ledger'>
  /** The cursor at which the run began. */
  readonly start: string
}

type Read = Pick<Evidence, 'charges' | 'agreements' | 'schedules' | 'log' | 'rows' | 'ledger'>

/** What the API, the database and the providers have at the end. */
export async function readEvidence({ reader, pool, simulators, start }: Sources): Promise<Read> {
  return {
    charges: await readCharges(reader),
    agreements: await readAgreements(reader),
    schedules: await readSchedules(reader),
    log: await readLog(reader, start),
    rows: await readRows(pool),
    ledger: await simulators.ledger(),
  }
}

/** All nodes of a connection, page by page. */
async function everyNode<Node>(
  readPage: (after: string | null) => Promise<Page & { readonly nodes: readonly Node[] }>,
): Promise<Node[]> {
  const found: Node[] = []
  let after: string | null = null
  for (;;) {
    const page: Page & { readonly nodes: readonly Node[] } = await readPage(after)
    found.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return found
    after = page.pageInfo.endCursor
  }
}

/** All charges in the API. */
export async function readCharges(caller: Caller): Promise<ApiCharge[]> {
  const nodes = await everyNode(async after => (await caller.ask(chargesDocument, { after })).charges)
  return nodes.map(toCharge)
}

function toCharge(node: ChargeNode): ApiCharge {
  const { agreement, amount, failure, authorizations, captures, refunds, voids, ...same } = node
  const operationsOf = (kind: ApiCharge['operations'][number]['kind'], nodes: ChargeNode['captures']) =>
    nodes.map(({ id, status, amount: { value }, failure: why }) => {
      return { id, kind, status, amount: BigInt(value), failureCode: why?.code ?? null }
    })
  return {
    id: same.id,
    version: same.version,
    status: same.status,
    provider: same.provider,
    captureMode: same.captureMode,
    providerReference: same.providerReference,
    needsAttention: same.needsAttention,
    agreementId: agreement.id,
    failureCode: failure?.code ?? null,
    amount: BigInt(amount.value),
    currency: amount.currency,
    authorized: BigInt(same.authorizedAmount.value),
    captured: BigInt(same.capturedAmount.value),
    refunded: BigInt(same.refundedAmount.value),
    voided: BigInt(same.voidedAmount.value),
    operations: [
      ...operationsOf('AUTHORIZATION', authorizations),
      ...operationsOf('CAPTURE', captures),
      ...operationsOf('REFUND', refunds),
      ...operationsOf('VOID', voids),
    ],
  }
}

/** All agreements in the API. */
function readAgreements(caller: Caller): Promise<ApiAgreement[]> {
  return everyNode(async after => (await caller.ask(agreementsDocument, { after })).agreements)
}

/** All schedules in the API, with their occurrences. */
async function readSchedules(caller: Caller): Promise<ApiSchedule[]> {
  const nodes = await everyNode(async after => (await caller.ask(schedulesDocument, { after })).schedules)
  return nodes.map(({ id, version, status, agreement, occurrences }) => ({
    ...{ id, version, status, agreementId: agreement.id },
    occurrences: occurrences.nodes
      .map(({ charges, amount, ...same }) => {
        return { ...same, amount: BigInt(amount.value), chargeIds: charges.map(charge => charge.id) }
      })
      .toReversed(),
  }))
}

/** The whole log after a cursor, oldest first. */
async function readLog(caller: Caller, start: string): Promise<LoggedEvent[]> {
  const found: LoggedEvent[] = []
  for (let after = start; ; ) {
    const { events } = await caller.ask(logDocument, { after })
    found.push(...events.nodes)
    if (!events.pageInfo.hasNextPage) return found
    after = events.eventCursor
  }
}

const sumOf = (kind: string) =>
  `coalesce((SELECT sum(o.amount) FROM charge_operations o
     WHERE o.charge_id = c.id AND o.kind = '${kind}' AND o.status = 'SUCCEEDED'), 0)::text`

/** The contents of the database. */
export async function readRows(pool: pg.Pool): Promise<Rows> {
  const rows = async <Row>(text: string) => (await pool.query(text)).rows as Row[]
  const charges = await rows<
    Record<'id' | 'status' | 'captured' | 'refunded' | 'voided', string> & { version: number }
  >(
    `SELECT c.id, c.version, c.status::text, ${sumOf('CAPTURE')} AS captured, ${sumOf('REFUND')} AS refunded,
            ${sumOf('VOID')} AS voided FROM charges c`,
  )
  const [counted] = await rows<{ count: number }>('SELECT count(*)::int FROM events')
  const [occurrences] = await rows<{ count: number }>('SELECT count(*)::int FROM occurrences')
  return {
    providerRequests: await rows(
      `SELECT id, purpose::text, state::text, agreement_id AS "agreementId", charge_id AS "chargeId",
              operation_id AS "operationId" FROM provider_requests`,
    ),
    keys: await rows('SELECT mutation, key, object_id AS "objectId" FROM idempotency_keys'),
    charges: charges.map(({ captured, refunded, voided, ...row }) => {
      return { ...row, captured: BigInt(captured), refunded: BigInt(refunded), voided: BigInt(voided) }
    }),
    occurrenceCount: occurrences?.count ?? 0,
    eventCount: counted?.count ?? 0,
    calls: await rows('SELECT verb, outcome, count(*)::int FROM provider_calls GROUP BY 1, 2 ORDER BY 1, 2'),
  }
}
