import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AgreementCreateDocument, ConsumerCreateDocument, createClient } from '../../src/client/index.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'

const folder = path.join(import.meta.dirname, '..', '..', 'examples', 'watch-a-payment')

let perennial: Perennial
beforeAll(async () => {
  perennial = await startPerennial()
})
afterAll(() => perennial.cleanUp())

/** Runs one of the example's programs to its end; throws if the exit code is different. */
async function run(file: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, file), ...words])
  return stdout
}

interface Ledger {
  charges: { provider: string; amount: number; captured: number; refunded: number }[]
}
const chargesAt = async (provider: string) => {
  const { charges } = (await (await fetch(`${perennial.sandboxUrl}/control/ledger`)).json()) as Ledger
  return charges
    .filter(charge => charge.provider === provider)
    .map(({ amount, captured, refunded }) => [amount, captured, refunded])
}

test.each([
  ['PPRO', '2, 3, 4, 5, 6, 7, 8'],
  ['APS', '3, 4, 5, 6, 7'],
])('with %s it runs, loses no event through a lost connection, and the ledger agrees', async (provider, versions) => {
  const output = await run('main.ts', '--url', perennial.graphqlUrl, '--provider', provider)
  expect(output).toContain('connection lost')
  expect(output).toContain('REFUNDED: captured 9.90, refunded 9.90 USD')
  expect(output).toContain(`${versions}: none missing, none twice`)
  expect(await chargesAt(provider)).toEqual([
    [1_250, 1_250, 0],
    [990, 990, 990],
  ])
})

test('the consumer program alone passes every page of a card’s flow', async () => {
  const client = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: 'consumer', country: 'AE', email: 'ada@example.com' },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: 'agreement',
      provider: 'APS',
      paymentMethod: 'CARD',
      consumerId: consumerCreate.consumer.id,
      returnUrl: 'https://shop.example/done',
      initialCharge: { amount: { value: '1000', currency: 'AED' } },
    },
  })
  if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
  await client.close()
  const { agreement } = agreementCreate
  const requestUrl = String(agreement.authenticationMethods[0]?.requestUrl)
  const output = await run('consumer.ts', requestUrl)
  expect(
    output
      .trim()
      .split('\n')
      .map(line => line.split(/ {2,}/)),
  ).toEqual([
    ['Redirecting to the payment page', requestUrl],
    ['Your card', `${perennial.sandboxUrl}/aps/FortAPI/paymentPage`],
    ['Confirm your payment', `${perennial.sandboxUrl}/aps/secure3dsSimulator`],
    ['Back at the merchant’s', `https://shop.example/done?agreementId=${agreement.id}`],
  ])
})
