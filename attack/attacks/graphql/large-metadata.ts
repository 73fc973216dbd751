import type { Attack } from '../../attack.ts'
import { makeAgreement } from '../../support/agreement.ts'
import { ask } from '../../support/http.ts'

const UPDATE = `mutation($consumerId: ID!, $metadata: JSON!) { consumerUpdate(input: { consumerId: $consumerId,
  metadata: $metadata }) { ... on ConsumerUpdatePayload { consumer { id } } ... on UserError { message } } }`
const CHARGE = `mutation($key: String!, $agreementId: ID!) { chargeCreate(input: { idempotencyKey: $key,
  agreementId: $agreementId, amount: { value: 100, currency: "USD" } }) {
  ... on ChargeCreatePayload { charge { id } } ... on UserError { message } } }`
const METADATA = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, '😀'.repeat(1024)]))

let ids: { readonly consumer: string; readonly agreement: string } = { consumer: '', agreement: '' }

/** The largest metadata of a consumer, in one response as often as the cost limit allows, and then more often. */
export const largeMetadata: Attack = {
  name: 'large-metadata',
  kind: 'unpaged lists',
  async prepare(target) {
    const name = `metadata-${Date.now()}`
    const { id: agreement } = await makeAgreement(target, name)
    const { text } = await ask(target, 'query($id: ID!) { agreement(id: $id) { consumer { id } } }', { id: agreement })
    ids = { agreement, consumer: /con_\w+/.exec(text)?.[0] ?? '' }
    const updated = await ask(target, UPDATE, { consumerId: ids.consumer, metadata: METADATA })
    if (!updated.text.includes('"consumer"')) throw new Error(`could not be prepared: ${updated.text}`)
    for (let index = 0; index < 100; index++)
      await ask(target, CHARGE, { key: `${name}-${index}`, agreementId: agreement })
  },
  async run(target) {
    const consumers = (count: number) =>
      Array.from({ length: count }, (_, index) => `a${index}: nodes(ids: $ids) { ... on Consumer { metadata } }`)
    const charges = (count: number) =>
      `nodes(ids: $ids) { ... on Agreement { charges(first: ${count}) { nodes { consumer { metadata } } } } }`
    for (const [selection, id, count, expected] of [
      [consumers(19).join(' '), ids.consumer, 100, 'was executed'],
      [consumers(20).join(' '), ids.consumer, 100, 'could contain'],
      [charges(100), ids.agreement, 19, 'was executed'],
      [charges(100), ids.agreement, 50, 'could contain'],
    ] as const) {
      const { text } = await ask(target, `query($ids: [ID!]!) { ${selection} }`, { ids: Array(count).fill(id) })
      if (!text.includes(expected)) return `not refused with "${expected}": ${text.slice(0, 500)}`
    }
    return undefined
  },
}
