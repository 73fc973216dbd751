import type { AgreementCreateInput } from '../../../src/operations/command/inputs.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { type Consumer, type Walk, walk } from './consumer.ts'
import { pagesOf } from './gateway-pages.ts'
import { agreementIs, givenPendingAgreement } from './story.ts'
import type { World } from './world.ts'

export const aed = (value: bigint) => ({ value, currency: 'AED' })

/** An agreement by card at APS, whose consumer has not come yet. */
export function givenCardAgreement(world: World, input: Partial<AgreementCreateInput> = {}): Promise<AgreementRow> {
  return givenPendingAgreement(world, {
    provider: 'APS',
    paymentMethod: 'CARD',
    initialCharge: { amount: aed(1_000n) },
    ...input,
  })
}

/** The consumer goes through all pages from the agreement's link on. */
export function consumerGoes(world: World, agreement: AgreementRow, consumer: Consumer = {}): Promise<Walk> {
  const url = agreement.authenticationMethods[0]?.requestUrl
  if (url === undefined) throw new Error('nowhere to go')
  return walk(url, { open: pagesOf(world), ...consumer })
}

export async function givenActiveCard(
  world: World,
  input: Partial<AgreementCreateInput> = {},
  consumer: Consumer = {},
): Promise<AgreementRow> {
  const pending = await givenCardAgreement(world, input)
  await consumerGoes(world, pending, consumer)
  return agreementIs(world, pending.id, 'ACTIVE')
}
