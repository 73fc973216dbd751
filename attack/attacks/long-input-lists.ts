import { type Attack, many } from '../attack.ts'
import { ask, repeat } from '../support/http.ts'

/** A filter with 90,000 types of events, as large as a body may be, from four callers at once. */
export const longInputLists: Attack = {
  name: 'long-input-lists',
  kind: 'long inputs',
  async run(target) {
    const types = Array.from({ length: many(target, 90_000) }, (_, index) => `t${index}`)
    await repeat(8, 4, () =>
      ask(target, 'query($types: [String!]) { events(first: 1, filter: { types: $types }) { nodes { type } } }', {
        types,
      }),
    )
    return undefined
  },
}
