import { type Attack, many } from '../../attack.ts'
import { makeAgreement } from '../../support/agreement.ts'
import { ask, repeat } from '../../support/http.ts'

const SCHEDULE = `mutation($key: String!, $agreementId: ID!) { scheduleCreate(input: { idempotencyKey: $key,
  agreementId: $agreementId, amount: { value: 100, currency: "USD" }, interval: MONTH, anchorDate: "2999-01-01",
  timeZone: "UTC" }) { ... on ScheduleCreatePayload { schedule { id } } ... on UserError { message } } }`
const NAMES = Array.from({ length: 30 }, (_, index) => `a${index}: nodes(ids: $ids) { ...dates }`).join(' ')
const QUERY = `query($ids: [ID!]!, $first: Int = 1) { ${NAMES} } fragment dates on Schedule { upcoming(first: $first) }`
const LARGEST_ANSWER_KB = 256

let scheduleId = ''

/**
 * A null that is found only at execution, in the arguments of a hundred objects under each of thirty names: 3,000
 * errors in one response.
 */
export const repeatedErrors: Attack = {
  name: 'repeated-errors',
  kind: 'refused documents',
  async prepare(target) {
    const name = `errors-${Date.now()}`
    const { id: agreementId } = await makeAgreement(target, name)
    const { text } = await ask(target, SCHEDULE, { key: name, agreementId })
    scheduleId = /sch_\w+/.exec(text)?.[0] ?? ''
    if (scheduleId === '') throw new Error(`could not be prepared: ${text}`)
  },
  async run(target) {
    let largest = 0
    await repeat(many(target, 40), 1, async () => {
      const { text } = await ask(target, QUERY, { ids: Array(100).fill(scheduleId), first: null })
      largest = Math.max(largest, text.length)
      if (!text.includes('errors are not shown')) throw new Error(`another answer was expected: ${text.slice(0, 500)}`)
    })
    return largest > LARGEST_ANSWER_KB * 1024 ? `an answer of ${Math.round(largest / 1024)} KB` : undefined
  },
}
