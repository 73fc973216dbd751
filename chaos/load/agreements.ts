import type { Provider } from '../plan/load-options.ts'
import { type PlannedSchedule, planSchedules } from '../plan/schedule-plan.ts'
import { makeAgreement } from './consent.ts'
import { type LoadContext, merchantNamed } from './context.ts'
import { ProviderReferenceDocument } from './documents.ts'
import { inLanes } from './lanes.ts'
import type { Agreements } from './stories.ts'

const AGREEMENT_AMOUNT = 1_500
/** Few enough that the intended declines and open charges are within the card networks' limits. */
const CHARGES_OF_EACH = 20

/** Agreements for the charges, made before any fault. */
export async function makeAgreements(context: LoadContext): Promise<Agreements> {
  const { providers, charges } = context.options
  const each = Math.max(3, Math.ceil(charges / providers.length / CHARGES_OF_EACH))
  const made: Record<Provider, string[]> = { PPRO: [], APS: [] }
  const planned = providers.flatMap(provider => Array.from({ length: each }, (_, choice) => ({ provider, choice })))
  await everyOne(context, planned, async ({ provider, choice }) => {
    made[provider].push(await agreementFor(context, `${provider}-${choice}`, provider, choice))
  })
  return made
}

/** A planned schedule and the agreement that only it charges. */
export interface ReadySchedule {
  readonly planned: PlannedSchedule
  readonly agreementId: string
  /** The agreement's id at the provider. */
  readonly providerReference: string
}

/** An agreement for each planned schedule, made before any fault. */
export async function makeScheduleAgreements(context: LoadContext): Promise<readonly ReadySchedule[]> {
  const ready: ReadySchedule[] = []
  await everyOne(context, planSchedules(context.options), async planned => {
    const name = `schedule-${planned.index}`
    const agreementId = await agreementFor(context, name, planned.provider, planned.index)
    const { agreement } = await merchantNamed(context, name).caller.ask(ProviderReferenceDocument, { id: agreementId })
    if (agreement?.providerReference == null) throw new Error(`agreement ${agreementId} has no id at its provider`)
    ready.push({ planned, agreementId, providerReference: agreement.providerReference })
  })
  return ready
}

function everyOne<T>({ options, signal }: LoadContext, items: readonly T[], work: (item: T) => Promise<void>) {
  return inLanes(items, options.concurrency, work, signal)
}

async function agreementFor(context: LoadContext, name: string, provider: Provider, choice: number): Promise<string> {
  const initialCharge = { amount: AGREEMENT_AMOUNT, captureMode: 'AUTOMATIC' as const, planned: undefined }
  const { agreementId } = await makeAgreement(merchantNamed(context, name), {
    ...{ provider, choice },
    // APS creates no agreement without a payment.
    initialCharge: provider === 'APS' ? initialCharge : undefined,
  })
  return agreementId
}
