// What a project does that has nothing but the package: query, mutate, list, watch through a restart of the gateway.
import {
  ChargeChangedDocument,
  ChargeCreateDocument,
  ChargeDocument,
  ChargesDocument,
  createClient,
  PerennialError,
  payloadOf,
} from '@perennial/client'
import { possibleTypes, scalars } from '@perennial/client/codegen'
import { addMoney, formatMoney, parseMoney } from '@perennial/client/money'

/** Node's, whose types this project does not have. */
declare const process: { readonly argv: readonly string[] }

const [url = '', authorization = '', agreementId = ''] = process.argv.slice(2)
const client = createClient({ url, authorization, retryForMs: 300_000 })
const amount = addMoney(parseMoney('1.25', 'USD'), { value: '75', currency: 'USD' })
const { chargeCreate } = await client.request(ChargeCreateDocument, { input: { agreementId, amount } })
const { charge } = payloadOf(chargeCreate)
const after: string = charge.eventCursor
console.log('charged', formatMoney(charge.amount, 'en-US'), possibleTypes['VersionedNode']?.length, scalars.EventCursor)

const onState = ({ state }: { state: string }) => console.log('state', state)
for await (const event of client.watch(ChargeChangedDocument, { agreementId, after }, { onState })) {
  const total: string = event.charge.amount.value
  console.log('event', event.version, event.status, total)
  if (total === '300' && event.terminal) break
}
const values: string[] = []
for await (const { id, amount } of client.list(ChargesDocument, { first: 1, filter: { agreementId } })) {
  const { charge } = await client.request(ChargeDocument, { id })
  values.push(`${charge?.status} ${amount.value}`)
}
console.log('list', values.join(', '))
try {
  await client.request('{ nothing }', {})
} catch (error) {
  console.log('error', error instanceof PerennialError && error.code)
}
await client.close()
