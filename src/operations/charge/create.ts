import type { JsonObject } from '../../base/text/json.ts'
import { type Result, refuse, type UserError } from '../../domain/input/user-error.ts'
import { checkReturnUrl } from '../../domain/merchant/return-origins.ts'
import { type LoadedAgreement, loadAgreement } from '../../store/agreement/repository.ts'
import type { NewCharge } from '../../store/charge/repository.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { scheduleOfTries } from '../../store/schedule/open-charge.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Sql } from '../../store/sql/database.ts'
import { findCharge, mustFind } from '../../store/sql/find-rows.ts'
import type { AgreementRow, ChargeRow } from '../../store/tables.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { conflict } from '../command/idempotency.ts'
import type { ChargeCreateInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runOnce } from '../command/run.ts'
import { chargeInputIssues, checkChargeable, findRetried } from './checks.ts'
import { chargeIntent, chargeUnder } from './intent.ts'

export interface ChargeCreated {
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * Charges an agreement. The intent is committed before the provider is called, and the single write path applies the
 * answer. A decline is not an error: the charge exists and is FAILED.
 */
export function chargeCreate(deps: Deps, caller: Caller, input: ChargeCreateInput): Promise<Result<ChargeCreated>> {
  const { database } = deps
  const { tenant } = caller
  return runOnce(deps, caller, {
    mutation: 'chargeCreate',
    input,
    issues: chargeInputIssues(input),
    defaults: { captureMode: 'AUTOMATIC', initiator: 'MERCHANT', reason: 'UNSCHEDULED' },
    locks: async () => {
      // A schedule retries its occurrences under its current agreement, which can differ from the charge's. Only the
      // schedule's lock prevents a retry at the same time.
      const scheduleId = input.retryOf && (await scheduleOfTries(database, tenant, input.retryOf))
      const agreement = aggregateLock('agreement', input.agreementId)
      return scheduleId ? [agreement, aggregateLock('schedule', scheduleId)] : [agreement]
    },
    load: sql => loadAgreement(sql, tenant, input.agreementId),
    decide: (agreement, at) => decide(deps, caller, input, agreement, at),
    answer: async ({ id, replayed, charge: applied }) => {
      const charge = applied?.charge ?? (await mustFind(findCharge(database, tenant, id)))
      return { charge, replayed, eventCursor: cursorOf(deps, caller, charge) }
    },
  })
}

async function decide(
  deps: Deps,
  caller: Caller,
  input: ChargeCreateInput,
  agreement: LoadedAgreement | undefined,
  { sql, cause, requestId }: Deciding,
): Promise<Recorded | Refused<UserError>> {
  const elsewhere = checkReturnUrl(input.returnUrl, caller.returnOrigins)
  if (elsewhere) return elsewhere
  if (agreement === undefined) return notFound('agreement', input.agreementId)
  const providerRequestId = requestId()
  const found = deps.settings.restored && (await foundAtProvider(sql, caller, providerRequestId))
  if (found) {
    const { value, currency } = input.amount
    return found.amount === value && found.currency === currency
      ? { ok: true, id: found.id, writes: [] }
      : refuse(conflict(found.id))
  }
  const closed = await checkChargeable(sql, caller, agreement.row, cause)
  if (closed) return closed
  const retry = await findRetried(sql, caller, input)
  if (!retry.ok) return retry
  const row = newCharge(agreement.row, input, retry.retried, cause.now)
  const { client } = input
  const intended = await chargeIntent(deps, sql, caller, agreement, { row, cause, providerRequestId, client })
  return intended.ok ? { id: row.id, ...intended } : intended
}

/** The charge of this key, if it was found at the provider after a restore, before its caller repeated the request. */
async function foundAtProvider(sql: Sql, { tenant }: Caller, requestId: string): Promise<ChargeRow | undefined> {
  const known = await findProviderRequest(sql, requestId)
  return known?.chargeId == null ? undefined : mustFind(findCharge(sql, tenant, known.chargeId))
}

function newCharge(agreement: AgreementRow, input: ChargeCreateInput, retried: ChargeRow | null, now: Date): NewCharge {
  return {
    ...chargeUnder(agreement, now),
    amount: input.amount.value,
    currency: input.amount.currency,
    captureMode: input.captureMode ?? 'AUTOMATIC',
    initiator: input.initiator ?? 'MERCHANT',
    reason: input.reason ?? 'UNSCHEDULED',
    retryOfId: retried?.id ?? null,
    attemptNumber: (retried?.attemptNumber ?? 0) + 1,
    reference: input.reference ?? null,
    description: input.description ?? null,
    returnUrl: input.returnUrl ?? null,
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
  }
}
