import { type Attack, many } from '../../attack.ts'
import { makeAgreement } from '../../support/agreement.ts'
import { ask, repeat } from '../../support/http.ts'

const CHARGE = `mutation($key: String!, $agreementId: ID!) { chargeCreate(input: { idempotencyKey: $key,
  agreementId: $agreementId, amount: { value: 100, currency: "USD" } }) {
  ... on ChargeCreatePayload { charge { id } } ... on UserError { message } } }`
const ALIASES = 58
const LARGEST_ANSWER_MB = 20

/**
 * Selects a list without pages, under many names, on a hundred charges of the agreement of each of a hundred charges.
 */
export const unpagedLists: Attack = {
  name: 'unpaged-lists',
  kind: 'unpaged lists',
  async prepare(target) {
    const name = `lists-${Date.now()}`
    const { id: agreementId } = await makeAgreement(target, name)
    await repeat(many(target, 100), 4, index => ask(target, CHARGE, { key: `${name}-${index}`, agreementId }))
  },
  async run(target) {
    const lists = ['timeline { at source summary }', 'operations { id kind status }']
    for (const list of lists) {
      const aliases = Array.from({ length: ALIASES }, (_, index) => `a${index}: ${list}`).join(' ')
      const { text } = await ask(
        target,
        `{ charges(first: 100) { nodes { agreement { charges(first: 100) { nodes { ${aliases} } } } } } }`,
      )
      if (text.length > LARGEST_ANSWER_MB * 2 ** 20) return `an answer of ${Math.round(text.length / 2 ** 20)} MB`
    }
    return undefined
  },
}
