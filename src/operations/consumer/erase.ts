import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import type { Result, UserError } from '../../domain/input/user-error.ts'
import {
  agreementsOfConsumer,
  type ConsumersAgreement,
  erasureWrites,
  lockDataKey,
  openRequestsOfConsumer,
  revocationsOfConsumer,
} from '../../store/consumer/erasure.ts'
import { consumerWrites, type LoadedConsumer, loadConsumer, type NewConsumer } from '../../store/consumer/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { encryptRequest, openRequest } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Sql, Transaction } from '../../store/sql/database.ts'
import { findConsumer, mustFind } from '../../store/sql/find-rows.ts'
import type { ConsumerRow, RevocationRow } from '../../store/tables.ts'
import { agreementRevoke } from '../agreement/revoke.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ConsumerEraseInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runCommand } from '../command/run.ts'

export interface ConsumerErased {
  readonly consumer: ConsumerRow
  /** The revocations of the consumer's agreements, oldest first. */
  readonly revocations: readonly RevocationRow[]
  readonly eventCursor: string
}

type Refusals = 'NOT_FOUND' | 'INVALID_STATE'
type Refusal = Extract<UserError, { code: Refusals }>

/**
 * Erases a consumer's personal data: revokes their agreements, then destroys the data key and clears everything that it
 * encrypted. The records of payments are kept. It is refused before it does anything if the outcome of a provider
 * request is not known, because the exact bytes of that request may have to be sent again, and they contain personal
 * data. Repeating it changes nothing.
 *
 * If it is interrupted between the revocations and the erasure, the next call continues.
 */
export async function consumerErase(
  deps: Deps,
  caller: Caller,
  input: ConsumerEraseInput,
): Promise<Result<ConsumerErased, Refusals>> {
  const { database } = deps
  const { tenant } = caller
  const { consumerId } = input
  const before = await findConsumer(database, tenant, consumerId)
  if (before?.erasedAt === null) {
    const refused = (await refusal(database, caller, consumerId)) ?? (await endAgreements(deps, caller, consumerId))
    if (refused) return refused
  }
  return runCommand(deps, caller, {
    locks: [aggregateLock('consumer', consumerId)],
    load: async sql => {
      const [consumer] = await Promise.all([
        loadConsumer(sql, tenant, consumerId),
        lockDataKey(sql, tenant, consumerId),
      ])
      return consumer
    },
    decide: async (consumer, at) => (consumer ? decide(deps, caller, consumer, at) : notFound('consumer', consumerId)),
    answer: async ({ row }) => {
      const consumer = row ?? (await mustFind(findConsumer(database, tenant, consumerId)))
      const revocations = await revocationsOfConsumer(database, tenant, consumerId)
      return { consumer, revocations, eventCursor: cursorOf(deps, caller, consumer) }
    },
  })
}

/**
 * The reason why the consumer cannot be erased now. An open revocation is not a reason, because it contains no personal
 * data.
 */
async function refusal(
  sql: Sql,
  { tenant }: Caller,
  consumerId: string,
): Promise<Refused<Extract<UserError, { code: 'INVALID_STATE' }>> | undefined> {
  const open = (await openRequestsOfConsumer(sql, tenant, consumerId)).filter(
    ({ purpose }) => purpose !== 'AGREEMENT_REVOKE',
  )
  const [first] = open
  if (first === undefined) return undefined
  const ids = [...new Set(open.map(({ chargeId, agreementId }) => chargeId ?? agreementId))]
  const named =
    ids.slice(0, NAMED_MAX).join(', ') + (ids.length > NAMED_MAX ? ` and ${ids.length - NAMED_MAX} more` : '')
  return invalidState(
    first.state === 'UNKNOWN' ? 'UNKNOWN' : 'PROCESSING',
    `The outcome of a provider request is not known yet, and the request may have to be sent again: ${named}. ` +
      'Erase the consumer after the outcome is known. For a charge, chargeSync queries the provider now.',
  )
}

const NAMED_MAX = 10

/** Uses the same command as agreementRevoke. If a provider cannot be reached now, the consumer is not erased. */
async function endAgreements(deps: Deps, caller: Caller, consumerId: string): Promise<Refused<Refusal> | undefined> {
  for (const { id, status } of await agreementsOfConsumer(deps.database, caller.tenant, consumerId)) {
    if (isTerminalAgreement(status)) continue
    const revoked = await agreementRevoke(deps, caller, { agreementId: id, reason: 'The consumer is erased.' })
    if (revoked.ok || revoked.error.code !== 'PROVIDER_UNAVAILABLE') continue
    return invalidState(status, `The agreement ${id} cannot be revoked now. ${revoked.error.message}`)
  }
  return undefined
}

function goesOn({ status, revokeRequestedAt }: ConsumersAgreement): boolean {
  return !isTerminalAgreement(status) && revokeRequestedAt === null
}

async function decide(
  deps: Deps,
  caller: Caller,
  consumer: LoadedConsumer,
  { sql, cause }: Deciding,
): Promise<Recorded<ConsumerRow> | Refused<Refusal>> {
  const { id } = consumer
  const { tenant } = caller
  if (consumer.erasedAt !== null) return { ok: true, id, writes: [] }
  // Checked again, because the locks are held from now on.
  const refused = await refusal(sql, caller, id)
  if (refused) return refused
  const alive = (await agreementsOfConsumer(sql, tenant, id)).find(goesOn)
  if (alive)
    return invalidState(alive.status, `The agreement ${alive.id} was created at the same time. Send the request again.`)
  const kept = await keptRequests(deps, sql, caller, consumer)
  const revocations = await revocationsOfConsumer(sql, tenant, id)
  const row = erased(consumer, cause)
  const event = {
    type: 'consumer.erased',
    data: { revocations: revocations.map(revocation => revocation.id) },
  } as const
  return { ok: true, id, row, writes: [...consumerWrites(row, cause, event), ...erasureWrites(row, kept)] }
}

/**
 * The bytes of open revocations, encrypted with the installation's key. They contain only the agreement and its token.
 */
async function keptRequests(
  { vault }: Deps,
  sql: Transaction,
  { tenant }: Caller,
  consumer: LoadedConsumer,
): Promise<ReadonlyMap<string, Buffer>> {
  const kept = new Map<string, Buffer>()
  for (const row of await openRequestsOfConsumer(sql, tenant, consumer.id)) {
    const request = openRequest(vault, consumer, row)
    if (request) kept.set(row.id, encryptRequest(vault, { id: row.id, request, consumer: null }))
  }
  return kept
}

/** The country is kept: it does not identify a person, and the records of payments need it. */
function erased({ snapshotXmin: _, dataKey: _key, ...row }: LoadedConsumer, { now }: Cause): NewConsumer {
  const personal = { encryptedPersonal: null, emailHash: null, reference: null, locale: null, metadata: null }
  return { ...row, ...personal, version: row.version + 1, erasedAt: now, updatedAt: now }
}
