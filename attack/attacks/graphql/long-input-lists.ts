import { type Attack, many } from '../../attack.ts'
import { ask, repeat } from '../../support/http.ts'

const EVENTS = 'query($types: [String!]) { events(first: 1, filter: { types: $types }) { nodes { type } } }'

/** A filter with 90,000 event types, as large as a body may be, from four callers at once. */
export const longInputLists: Attack = {
  name: 'long-input-lists',
  kind: 'long inputs',
  async run(target) {
    const types = Array.from({ length: many(target, 90_000) }, (_, index) => `t${index}`)
    let taken = 0
    await repeat(8, 4, async () => {
      const { text } = await ask(target, EVENTS, { types })
      if (!text.includes('"errors"')) taken += 1
    })
    return taken > 0 ? `a filter of ${types.length} types was taken ${taken} times` : undefined
  },
}
