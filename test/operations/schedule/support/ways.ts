import type { AgreementRow } from '../../../../src/store/tables.ts'
import { aed, givenActiveCard } from '../../../support/world/card.ts'
import { control, givenActiveAgreement, usd } from '../../../support/world/story.ts'
import type { World } from '../../../support/world/world.ts'

/** The two kinds of agreement that differ most: a wallet at PPRO, a card at APS. */
export const ways = [
  { provider: 'PPRO', given: (world: World) => givenActiveAgreement(world), amount: usd },
  { provider: 'APS', given: (world: World) => givenActiveCard(world), amount: aed },
] as const

/** The outcomes of the next charges of an agreement at the provider, in order; then it approves. */
export async function itsNextCharges(
  world: World,
  agreement: AgreementRow,
  outcomes: readonly string[],
): Promise<void> {
  const { provider, providerReference: agreementId } = agreement
  await control(world, 'outcomes', { provider, agreementId, operation: 'charge', outcomes })
}
