import { type Attack, many } from '../../attack.ts'
import { ask } from '../../support/http.ts'

const CREATE = `mutation($input: ConsumerCreateInput!) { consumerCreate(input: $input) {
  ... on ConsumerCreatePayload { consumer { id } } ... on UserError { message } } }`

/** Texts that make an ambiguous pattern try every combination. */
export const longTexts: Attack = {
  name: 'long-texts',
  kind: 'patterns on text',
  async run(target) {
    const dots = '.'.repeat(many(target, 250_000))
    const spaces = ' '.repeat(many(target, 250_000))
    const inputs = [
      { email: `a@${dots}@` },
      { email: `${dots}@${dots}` },
      { phone: `+${'1-'.repeat(many(target, 125_000))}` },
      { name: `a${spaces}b` },
      { locale: `en${'-a'.repeat(many(target, 125_000))}` },
      { reference: spaces },
    ]
    for (const [index, input] of inputs.entries())
      await ask(target, CREATE, { input: { idempotencyKey: `text-${index}`, country: 'US', ...input } })
    return undefined
  },
}
