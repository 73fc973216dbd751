import { expect, it } from 'vitest'
import { activeAgreement, createCharge, mockAgreement } from '../support/flows.ts'
import { call, startTestSandbox } from '../support/sandbox.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/** The cells of every row, without tags. */
function rowsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
  )
}

it('is a page for a browser, and JSON for everybody else', async () => {
  const sandbox = await startTestSandbox()
  const agreement = await activeAgreement(sandbox, { merchantPaymentAgreementReference: 'agreement-1' })
  const charge = await createCharge(sandbox, agreement.id, { merchantPaymentChargeReference: 'charge-1' })
  await sandbox.advance(0)
  const address = `${sandbox.url}/control/ledger`
  const { status, headers, text } = await call(address, { headers: BROWSER })
  expect([status, headers.get('content-type'), headers.get('vary')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'accept',
  ])
  const time = (iso: string) => iso.slice(0, 19).replace('T', ' ')
  expect(rowsOf(text)).toContainEqual([
    ...[time(charge.createdAt), `PPRO ${charge.id}`, 'CAPTURED', '10.00 USD', '10.00 USD', '–', '–'],
    ...[agreement.id, 'charge-1'],
  ])
  expect(rowsOf(text)).toContainEqual([
    ...[time(agreement.createdAt), `PPRO ${agreement.id}`, 'ACTIVE', 'AMAZON_PAY', 'agreement-1'],
  ])
  expect(rowsOf(text)).toContainEqual(['PPRO', 'PAYMENT_AGREEMENT_ACTIVE', agreement.id, '1', 'yes'])
  const json = await sandbox.ledger()
  expect(json.charges.map(({ id }) => id)).toEqual([charge.id])
  for (const asked of [
    call(address, { headers: { accept: '*/*' } }),
    call(`${address}?format=json`, { headers: BROWSER }),
  ])
    expect(await asked).toMatchObject({ status: 200, body: json })
})

it('finds what an id is in, and shows what was searched for as text', async () => {
  const sandbox = await startTestSandbox()
  const [one, other] = [await mockAgreement(sandbox), await mockAgreement(sandbox)]
  const mine = await createCharge(sandbox, one.id)
  const another = await createCharge(sandbox, other.id)
  const { text } = await call(`${sandbox.url}/control/ledger?find=${one.id}`, { headers: BROWSER })
  expect([text.includes(mine.id), text.includes(another.id)]).toEqual([true, false])
  const hostile = await call(`${sandbox.url}/control/ledger?find=%22%3E%3Cb%3E`, { headers: BROWSER })
  expect(hostile.text).toContain('value="&#34;&#62;&#60;b&#62;"')
  expect(hostile.text).toContain('<h2>Charges (0)</h2>')
})

it('shows the latest 200 of many charges', async () => {
  const sandbox = await startTestSandbox()
  await sandbox.control('/limits', { provider: 'PPRO', perSecond: null })
  const { id } = await mockAgreement(sandbox)
  const charges = await Promise.all(Array.from({ length: 201 }, () => createCharge(sandbox, id)))
  const { text } = await call(`${sandbox.url}/control/ledger?find=charge_`, { headers: BROWSER })
  const shown = charges.filter(charge => text.includes(`PPRO <a href="?find=${charge.id}">`))
  expect(shown).toHaveLength(200)
  expect(text).toContain('The latest 200 of 201.')
})
