import { type Attack, many } from '../../attack.ts'
import { ask, graphqlHeaders, post } from '../../support/http.ts'
import { postSigned } from '../../support/ppro.ts'

/** JSON with thousands of levels, as variables, as a notification, and as a signed notification. */
export const deepJson: Attack = {
  name: 'deep-json',
  kind: 'deep JSON',
  async run(target) {
    const answers: string[] = []
    for (const levels of [5_000, 100_000]) {
      const deep = `${'{"a":'.repeat(many(target, levels))}1${'}'.repeat(many(target, levels))}`
      const body = `{"query":"query($id: ID!) { node(id: $id) { id } }","variables":{"id":"x","deep":${deep}}}`
      answers.push((await post(target, '/graphql', body, graphqlHeaders(target.key))).text)
      await post(target, '/webhooks/aps', deep)
      await postSigned(target, `{"id":"deep-${levels}-${Date.now()}","type":"SETTLED","data":${deep}}`)
    }
    answers.push((await ask(target, '{ providerEvents(first: 100) { nodes { id body } } }')).text)
    return answers.some(text => text.includes('INTERNAL_SERVER_ERROR')) ? 'an INTERNAL_SERVER_ERROR' : undefined
  },
}
