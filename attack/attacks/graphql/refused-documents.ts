import { type Attack, many } from '../../attack.ts'
import { ask, repeat } from '../../support/http.ts'

/** Many different documents of 8 KB, each of which is refused. */
export const refusedDocuments: Attack = {
  name: 'refused-documents',
  kind: 'refused documents',
  async run(target) {
    const fields = Array.from({ length: 1_900 }, (_, index) => `x${index.toString(36)}`).join(' ')
    await repeat(many(target, 1_500), 8, index => ask(target, `query q${index} { ${fields} }`))
    return undefined
  },
}
