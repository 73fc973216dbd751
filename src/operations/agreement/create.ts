import type { Result, UserError } from '../../domain/input/user-error.ts'
import { checkReturnUrl } from '../../domain/merchant/return-origins.ts'
import { unsupported } from '../../domain/provider/capability.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { openPersonalData } from '../../store/consumer/personal-data.ts'
import { type LoadedConsumer, loadConsumer } from '../../store/consumer/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findAgreement, mustFind } from '../../store/sql/find-rows.ts'
import type { AgreementRow } from '../../store/tables.ts'
import { consumerErased, cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementCreateInput } from '../command/inputs.ts'
import { runOnce } from '../command/run.ts'
import { clientDetails } from '../consumer/details.ts'
import { providerForNew } from '../provider-request/usable-provider.ts'
import { type BeginResult, beginAgreement } from './begin.ts'
import { agreementInputIssues, checkAgainstMethod, checkEndsLater } from './checks.ts'

export interface AgreementCreated {
  readonly agreement: AgreementRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * Asks a consumer, through a provider, to agree to later charges. Optionally makes an initial charge in the same step.
 */
export function agreementCreate(
  deps: Deps,
  caller: Caller,
  input: AgreementCreateInput,
): Promise<Result<AgreementCreated>> {
  return runOnce<LoadedConsumer | undefined, UserError, AgreementCreated>(deps, caller, {
    mutation: 'agreementCreate',
    input,
    issues: agreementInputIssues(input),
    defaults: {
      amountRule: 'VARIABLE',
      frequency: { intervalCount: 1 },
      initialCharge: { captureMode: 'AUTOMATIC' },
    },
    // An erased consumer gets no new agreement. The lock prevents an erasure between this check and the commit.
    locks: [aggregateLock('consumer', input.consumerId)],
    load: sql => loadConsumer(sql, caller.tenant, input.consumerId),
    decide: async (consumer, { cause }) => decide(deps, caller, { input, consumer, cause }),
    answer: async ({ id, replayed, agreement: applied }) => {
      const agreement = applied?.agreement ?? (await mustFind(findAgreement(deps.database, caller.tenant, id)))
      return { agreement, replayed, eventCursor: cursorOf(deps, caller, agreement) }
    },
  })
}

interface Asked {
  readonly input: AgreementCreateInput
  readonly consumer: LoadedConsumer | undefined
  readonly cause: Cause
}

function decide(deps: Deps, caller: Caller, { input, consumer, cause }: Asked): BeginResult {
  const past = checkEndsLater(input, cause.now)
  if (past) return past
  const elsewhere = checkReturnUrl(input.returnUrl, caller.returnOrigins)
  if (elsewhere) return elsewhere
  if (consumer === undefined) return notFound('consumer', input.consumerId)
  if (consumer.erasedAt !== null) return consumerErased(consumer)
  const usable = providerForNew(deps, caller, input.provider)
  if (!usable.ok) return usable
  const { provider, providerAccountId } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === input.paymentMethod)
  if (capability === undefined) return unknownMethod(provider, input.paymentMethod)
  const personal = openPersonalData(deps.vault, consumer)
  const wrong = checkAgainstMethod(capability, input, consumer, personal)
  if (wrong) return wrong
  const context = {
    consumer,
    authenticationTypes: capability.authenticationTypes.filter(type => input.authenticationTypes?.includes(type)),
    client: clientDetails(input.client),
    instrument: null,
  }
  return beginAgreement({ deps, caller, input, provider, providerAccountId, context, cause })
}

function unknownMethod({ name, capabilities }: Provider, paymentMethod: string) {
  const known = capabilities.map(capability => capability.paymentMethod).join(', ')
  return unsupported('paymentMethod', `${name} has no payment method ${paymentMethod}. Use one of these: ${known}.`)
}
