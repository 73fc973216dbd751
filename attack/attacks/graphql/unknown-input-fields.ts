import { type Attack, many } from '../../attack.ts'
import { ask } from '../../support/http.ts'

const CREATE = `mutation($input: ConsumerCreateInput!) { consumerCreate(input: $input) {
  ... on ConsumerCreatePayload { consumer { id } } } }`
const LARGEST_ANSWER_KB = 1_024

/** 80,000 input fields that do not exist: each is an error. */
export const unknownInputFields: Attack = {
  name: 'unknown-input-fields',
  kind: 'long inputs',
  async run(target) {
    const fields = Array.from({ length: many(target, 80_000) }, (_, index) => [`f${index}`, 1])
    for (let round = 0; round < 3; round++) {
      const { text } = await ask(target, CREATE, { input: Object.fromEntries(fields) })
      if (text.length > LARGEST_ANSWER_KB * 1_024) return `an answer of ${Math.round(text.length / 1_024)} KB`
    }
    return undefined
  },
}
