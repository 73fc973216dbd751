// A page with a client token: it reads the agreement of the token and shows its charges live.
import { createClient } from '@perennial/client'

const client = createClient({
  url: new URLSearchParams(location.search).get('gateway') ?? '',
  authorization: async () => (await fetch('/token', { method: 'POST' })).text(),
  retryForMs: 300_000,
})
const show = (id: string, text: string) => {
  const element = document.getElementById(id)
  if (element) element.textContent = text
}
const { viewer } = await client.request<{ viewer: { agreement: { id: string; eventCursor: string } } }>(
  '{ viewer { agreement { id eventCursor } } }',
  {},
)
const seen: string[] = []
const changes = client.watch<{ chargeChanged: { version: number; charge: { amount: { value: string } } } }>(
  'subscription ($after: EventCursor) { chargeChanged(after: $after) { version charge { amount { value } } } }',
  { after: viewer.agreement.eventCursor },
  { onState: ({ state }) => show('state', state) },
)
for await (const { version, charge } of changes) {
  seen.push(`${charge.amount.value} ${version}`)
  show('events', seen.join(', '))
}
