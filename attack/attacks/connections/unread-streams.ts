import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, many, type Target } from '../../attack.ts'
import { ask, graphqlHeaders, metric, repeat } from '../../support/http.ts'
import { openConnections, request } from '../../support/tcp.ts'

const SUBSCRIPTION = 'subscription { events { type subjectId data } }'
const CONSUMER = `mutation($key: String!, $metadata: JSON) {
  consumerCreate(input: { idempotencyKey: $key, country: "US", metadata: $metadata }) {
  ... on ConsumerCreatePayload { consumer { id } } } }`
/**
 * 200 KB, the largest metadata that a consumer can have. Selected under 38 names, it makes an event almost as large as
 * the limit for an event.
 */
const METADATA = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '😀'.repeat(1_024)]))
const NAMES = Array.from({ length: 38 }, (_, index) => `a${index}: metadata`).join(' ')
const LARGE = `subscription { events { subject { ... on Consumer { ${NAMES} } } } }`

/**
 * Opens streams by POST and GET, in every media type, some with events of 8 MB. Their clients do not read while many
 * events happen. After the clients disconnect, no stream may be left.
 */
export const unreadStreams: Attack = {
  name: 'unread-streams',
  kind: 'unread answers',
  async run(target) {
    const headers = graphqlHeaders(target.key)
    const post = (query: string) =>
      request('POST', '/graphql', { ...headers, accept: 'text/event-stream' }, JSON.stringify({ query }))
    const path = `/graphql?query=${encodeURIComponent(SUBSCRIPTION)}`
    const streams = [
      post(SUBSCRIPTION),
      ...['text/event-stream', 'application/json', 'multipart/mixed', 'text/plain'].map(accept =>
        request('GET', path, { ...headers, accept }),
      ),
    ]
    const opened = []
    for (const send of streams)
      opened.push(await openConnections(target.url, many(target, 200), { send, reads: false }))
    opened.push(await openConnections(target.url, many(target, 25), { send: post(LARGE), reads: false }))
    const run = Date.now()
    await ask(target, CONSUMER, { key: `stream-${run}`, metadata: METADATA })
    await repeat(many(target, 500), 4, index => ask(target, CONSUMER, { key: `stream-${run}-${index}` }))
    for (const connections of opened) connections.close()
    return (await areAllEnded(target)) ? undefined : 'subscriptions outlive their readers'
  },
}

async function areAllEnded(target: Target): Promise<boolean> {
  for (let seconds = 0; seconds < 20; seconds++) {
    if ((await metric(target, 'perennial_subscriptions_open')) === 0) return true
    await delay(1_000)
  }
  return false
}
