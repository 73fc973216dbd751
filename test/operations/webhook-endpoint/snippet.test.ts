import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { newSecret, signedHeaders } from '../../../src/operations/webhook-endpoint/secrets.ts'
import { loadSnippet } from '../../docs/run-snippet.ts'

const nowhere = { graphqlUrl: 'http://localhost:1/graphql', wsUrl: 'ws://localhost:1/graphql' }

test('the page’s function accepts what the gateway and an independent library sign, and nothing else', async () => {
  const { verifiedWebhook } = await loadSnippet('docs/webhooks-out.md', 'export function verifiedWebhook', nowhere)
  const [secret, former] = [newSecret(), newSecret()]
  const body = JSON.stringify({ type: 'charge.created', data: { eventId: 'evt_1' } })
  const realNowMs = Date.now()
  const headers = signedHeaders([{ secret }, { secret: former, untilMs: realNowMs }], { id: 'evt_1', realNowMs, body })
  for (const one of [secret, former]) expect(verifiedWebhook(one, headers, body)).toEqual(JSON.parse(body))
  const theirs = new Webhook(secret).sign('evt_1', new Date(realNowMs), body)
  expect(headers['webhook-signature']?.split(' ')[0]).toBe(theirs)
  expect(verifiedWebhook(secret, { ...headers, 'webhook-signature': `v1a,x ${theirs}` }, body)).toBeDefined()

  const id = { ...headers, 'webhook-id': 'evt_2' }
  const old = signedHeaders([{ secret }], { id: 'evt_1', realNowMs: realNowMs - 301_000, body })
  for (const [by, given, text] of [
    [newSecret(), headers, body],
    [secret, headers, `${body} `],
    [secret, id, body],
    [secret, old, body],
    [secret, {}, body],
  ])
    expect(verifiedWebhook(by, given, text)).toBeUndefined()
})
