import { afterEach, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../operations/webhook-endpoint/support.ts'
import { eventually } from '../support/until.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from './support/test-app.ts'

/** No job looks without a wake-up while the test runs. */
const jobPauseMs = 3_600_000
/** More than an endpoint has in flight. */
const CONSUMERS = 12

const apps: TestApp[] = []
let receiver: Receiver | undefined
afterEach(async () => {
  const [first] = apps
  for (const app of apps.splice(0).reverse()) await app.stop()
  await first?.cleanUp()
  await receiver?.close()
})

async function mutate(app: TestApp, field: string, input: string, selection: string) {
  const response = await fetch(app.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { ${field}(input: { ${input} }) { ... on ${selection} } }` }),
  })
  expect(response.status).toBe(200)
  const { data } = (await response.json()) as { data: Record<string, Record<string, { id: string }>> }
  return data[field] ?? {}
}

async function createConsumers(app: TestApp, round: string): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < CONSUMERS; i++) {
    const input = `idempotencyKey: "${round}-${i}", country: "US"`
    const { consumer } = await mutate(app, 'consumerCreate', input, 'ConsumerCreatePayload { consumer { id } }')
    ids.push(consumer?.id ?? '')
  }
  return ids
}

const subjectsOf = ({ received }: Receiver) =>
  received.map(({ body }) => (JSON.parse(body) as { data: { subjectId: string } }).data.subjectId).toSorted()

test.each([
  ['in one process', ['all']],
  ['from one process to another', ['api', 'worker']],
] as const)('the request wakes what sends its webhook, %s: nothing waits for a poll', async (_, roles) => {
  receiver = await startReceiver()
  const given = receiver
  for (const role of roles) {
    const [first] = apps
    apps.push(await startTestApp({ role, jobPauseMs, ...(first && { database: first.database }) }))
  }
  const [api] = apps as [TestApp]
  const selection = 'WebhookEndpointCreatePayload { webhookEndpoint { id } }'
  const input = `idempotencyKey: "endpoint", url: "${given.url}", ordered: true, eventTypes: ["consumer.*"]`
  const { webhookEndpoint } = await mutate(api, 'webhookEndpointCreate', input, selection)
  const ids: string[] = []
  const arrive = (round: string) => eventually(async () => expect(subjectsOf(given), round).toEqual(ids.toSorted()))
  ids.push(...(await createConsumers(api, 'first')))
  await arrive('first')

  const named = `webhookEndpointId: "${webhookEndpoint?.id}"`
  await mutate(api, 'webhookEndpointPause', named, 'WebhookEndpointPausePayload { webhookEndpoint { id } }')
  ids.push(...(await createConsumers(api, 'second')))
  await mutate(api, 'webhookEndpointResume', named, 'WebhookEndpointResumePayload { webhookEndpoint { id } }')
  await arrive('second')
})
