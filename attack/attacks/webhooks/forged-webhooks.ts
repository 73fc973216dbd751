import { type Attack, many } from '../../attack.ts'
import { ask, post, repeat } from '../../support/http.ts'

/** Thousands of notifications without a valid signature, and names of 900 KB. Neither may fill the log. */
export const forgedWebhooks: Attack = {
  name: 'forged-webhooks',
  kind: 'log lines',
  async run(target) {
    await repeat(many(target, 5_000), 8, index =>
      post(target, index % 2 === 0 ? '/webhooks/aps' : '/webhooks/ppro', '{"a":1}'),
    )
    const alias = 'x'.repeat(many(target, 900_000))
    await ask(target, `{ ${alias}: node(id: "chg_\\u0000") { id } }`)
    return undefined
  },
}
