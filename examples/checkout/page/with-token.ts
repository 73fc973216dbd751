// The browser follows the order at the gateway, with a client token.
import { createClient, PerennialError, type WatchState } from '@perennial/client'
import { type Change, changesSubscription, orderOf } from '../order.ts'
import { openShop } from './shop.ts'

const client = createClient({ url: document.body.dataset.gateway ?? '', authorization: token })

/** The client calls it for each connection, and before a token expires. */
async function token(): Promise<string> {
  const response = await fetch('/token', { method: 'POST' })
  if (response.status === 404) throw new PerennialError('This visitor has no order.', 'NOT_FOUND')
  if (!response.ok) throw new Error(`no token: ${response.status}`) // like a lost connection: it asks again
  return response.text()
}

openShop(async (order, show, live) => {
  const onState = ({ state }: WatchState) => state !== 'connecting' && live(state === 'live')
  const variables = { after: order.eventCursor }
  for await (const change of client.watch<{ events: Change }>(changesSubscription, variables, { onState })) {
    const state = orderOf(change)
    if (state && show(state)) return
  }
})
