import { invalidInput, type Result, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import { unsupported } from '../../domain/provider/capability-check.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { openPersonalData } from '../../store/consumer/personal-data.ts'
import type { Sql } from '../../store/sql/database.ts'
import { findAgreement, findConsumer, mustFind } from '../../store/sql/find-rows.ts'
import { withSnapshotXmin, write } from '../../store/sql/write.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { AgreementCreateInput } from '../command/inputs.ts'
import { clientDetails } from '../consumer/client-details.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/settle.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'
import { beginAgreement } from './begin.ts'
import { agreementInputIssues, checkAgainstMethod, checkEndsLater } from './checks.ts'

export interface AgreementCreated {
  readonly agreement: AgreementRow
  readonly replayed: boolean
  readonly eventCursor: string
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
    return succeed({ agreement, replayed: true, eventCursor: cursorOf(deps, caller, agreement) })
  }
  deps.tail.wake()
  const { recorded, providerRequest } = result.made
  const settled =
    providerRequest && (await withinAnswerWait(deps, 'agreement', () => sendAndApply(deps, providerRequest)))
  const agreement =
    settled?.agreement?.agreement ?? (await mustFind(findAgreement(deps.database, caller.tenant, recorded.id)))
  return succeed({ agreement, replayed: false, eventCursor: cursorOf(deps, caller, agreement) })
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
): Promise<{ made: { recorded: AgreementRow; providerRequest: RecordedRequest | null } } | { refused: UserError }> {
  const past = checkEndsLater(input, now)
  if (past) return { refused: past.error }
  const consumer = await findConsumer(sql, caller.tenant, input.consumerId)
  if (consumer === undefined) return { refused: notFound('consumer', input.consumerId).error }
  const usable = usableProvider(deps, caller, input.provider)
  if (!usable.ok) return { refused: usable.error }
  const { provider } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === input.paymentMethod)
  if (capability === undefined) return { refused: unknownMethod(provider, input.paymentMethod).error }
  const personal = openPersonalData(deps.vault, consumer.encryptedPersonal)
  const wrong = checkAgainstMethod(capability, input, consumer, personal)
  if (wrong) return { refused: wrong.error }

  const context = {
    consumer,
    authenticationTypes: capability.authenticationTypes.filter(type => input.authenticationTypes?.includes(type)),
    client: clientDetails(input.client),
    instrument: null,
  }
  const begun = beginAgreement({ deps, caller, input, provider, context, now })
  if ('refused' in begun) return begun
  const { row, providerRequest, writes } = begun
  const written = await write(sql, [...writes, bind(row.id)])
  return { made: { recorded: withSnapshotXmin<AgreementRow>(row, written), providerRequest } }
}

function unknownMethod({ name, capabilities }: Provider, paymentMethod: string) {
  const known = capabilities.map(capability => capability.paymentMethod).join(', ')
  return unsupported('paymentMethod', `${name} has no payment method ${paymentMethod}. Use one of these: ${known}.`)
}
