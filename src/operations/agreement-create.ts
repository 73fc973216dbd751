import { unsupported } from '../domain/capability-check.ts'
import { type Result, refuse, succeed, type UserError } from '../domain/user-error.ts'
import { type AttemptTarget, insertAttempt, newAttemptId } from '../store/attempts.ts'
import { newOperationId } from '../store/charge-books.ts'
import type { Sql } from '../store/database.ts'
import { findAgreement, findConsumer, mustFind } from '../store/find-rows.ts'
import { openPersonalData } from '../store/personal-data.ts'
import { type AgreementRow, agreements } from '../store/tables/agreement.ts'
import { charges } from '../store/tables/charge.ts'
import { chargeOperations } from '../store/tables/charge-operation.ts'
import { events } from '../store/tables/event.ts'
import { insert, type Write, withFloor, write } from '../store/write.ts'
import { agreementInputIssues, checkAgainstMethod, checkEndsLater } from './agreement-checks.ts'
import { cursorOf, invalidInput, notFound } from './answers.ts'
import { sendAndApply, withinAnswerWait } from './attempt-settle.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import type { AgreementCreateInput } from './inputs.ts'
import { agreementCreated, creationCommand, newAgreement, newInitialCharge } from './new-agreement.ts'
import { authorizationOf, chargeCreated, type NewCharge } from './new-charge.ts'
import { type Bind, once } from './once.ts'
import type { RecordedAttempt } from './recorded-attempt.ts'
import { recoverAt } from './recover-at.ts'
import { usableProvider } from './usable-provider.ts'

export interface AgreementCreated {
  readonly agreement: AgreementRow
  readonly replayed: boolean
  readonly cursor: string
}

/** Asks a consumer, through a provider, to agree to be charged; optionally with a first charge in the same step. */
export async function agreementCreate(
  deps: Deps,
  caller: Caller,
  input: AgreementCreateInput,
): Promise<Result<AgreementCreated>> {
  const issues = agreementInputIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  const result = await once(
    deps,
    caller,
    { mutation: 'agreementCreate', input, defaults, keptDays: null },
    (sql, bind, now) => record(deps, caller, input, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'replayed') {
    const agreement = await mustFind(findAgreement(deps.database, caller.tenant, result.objectId))
    return succeed({ agreement, replayed: true, cursor: cursorOf(deps, caller, agreement) })
  }
  deps.tail.hint()
  const { recorded, attempt } = result.made
  const settled = await withinAnswerWait(deps, 'agreement', () => sendAndApply(deps, attempt))
  const agreement =
    settled?.agreement?.agreement ?? (await mustFind(findAgreement(deps.database, caller.tenant, recorded.id)))
  return succeed({ agreement, replayed: false, cursor: cursorOf(deps, caller, agreement) })
}

const defaults = {
  amountRule: 'VARIABLE',
  frequency: { intervalCount: 1 },
  initialCharge: { captureMode: 'AUTOMATIC' },
}

interface Recording {
  readonly sql: Sql
  readonly bind: Bind
  readonly now: Date
}

/** One transaction: decides what can be decided here, writes the intent. */
async function record(
  deps: Deps,
  caller: Caller,
  input: AgreementCreateInput,
  { sql, bind, now }: Recording,
): Promise<{ made: { recorded: AgreementRow; attempt: RecordedAttempt } } | { refused: UserError }> {
  const past = checkEndsLater(input, now)
  if (past) return { refused: past.error }
  const consumer = await findConsumer(sql, caller.tenant, input.consumerId)
  if (consumer === undefined) return { refused: notFound('consumer').error }
  const usable = usableProvider(deps, caller, input.provider)
  if (!usable.ok) return { refused: usable.error }
  const { provider } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === input.paymentMethod)
  if (capability === undefined)
    return { refused: unsupported('paymentMethod', `${provider.name} has no method ${input.paymentMethod}.`).error }
  const personal = openPersonalData(deps.vault, consumer.sealedPersonal)
  const wrong = checkAgainstMethod(capability, input, consumer, personal)
  if (wrong) return { refused: wrong.error }

  const attemptId = newAttemptId(now)
  const row = newAgreement(caller, input, now)
  const initialCharge = input.initialCharge ? newInitialCharge(row, input.initialCharge, now) : null
  const command = creationCommand(deps, row, input, { consumer, personal, capability, initialCharge, attemptId })
  const prepared = provider.prepare({ ...command, providerKey: attemptId, sentReference: attemptId })
  if (!prepared.ok) return { refused: invalidInput(prepared.issues).error }

  const operationId = initialCharge && newOperationId('AUTHORIZATION', now)
  const target: AttemptTarget = {
    tenant: caller.tenant,
    provider: input.provider,
    purpose: 'AGREEMENT_CREATE',
    agreementId: row.id,
    chargeId: initialCharge?.id ?? null,
    operationId,
    revocationId: null,
  }
  const written = await write(sql, [
    insert(agreements, [row]),
    ...chargeWrites(initialCharge, operationId),
    insertAttempt(deps.vault, attemptId, target, prepared.request, { now, recoverAt: recoverAt(deps, now) }),
    insert(events, [agreementCreated(row, caller), ...(initialCharge ? [chargeCreated(initialCharge, caller)] : [])]),
    bind(row.id),
  ])
  const attempt: RecordedAttempt = { id: attemptId, target, provider, request: prepared.request }
  return { made: { recorded: withFloor<AgreementRow>(row, written), attempt } }
}

function chargeWrites(charge: NewCharge | null, operationId: string | null): Write[] {
  if (charge === null || operationId === null) return []
  return [insert(charges, [charge]), insert(chargeOperations, [authorizationOf(charge, operationId)])]
}
