import { type Attack, many } from '../../attack.ts'
import { makeAgreement } from '../../support/agreement.ts'
import { ask, repeat } from '../../support/http.ts'

const CHARGE = `mutation($key: String!, $agreementId: ID!) { chargeCreate(input: { idempotencyKey: $key,
  agreementId: $agreementId, amount: { value: 100, currency: "USD" } }) {
  ... on ChargeCreatePayload { charge { id } } ... on UserError { message } } }`

let agreementId = ''

/** 200 charges on one agreement at once: all wait for its lock. Another merchant must not wait for them. */
export const parallelCharges: Attack = {
  name: 'parallel-charges',
  kind: 'locks',
  bounds: { longestMs: 1_000 },
  async prepare(target) {
    agreementId = (await makeAgreement(target, `parallel-${Date.now()}`)).id
  },
  async run(target) {
    const count = many(target, 200)
    const run = Date.now()
    const wrong: string[] = []
    await repeat(count, count, async index => {
      const { status, text } = await ask(target, CHARGE, { key: `parallel-${run}-${index}`, agreementId })
      const isRefused = status === 429 && text.includes('"RATE_LIMITED"')
      if (!isRefused && !text.includes('"charge":{"id"')) wrong.push(`${status}: ${text.slice(0, 300)}`)
    })
    return wrong[0]
  },
}
