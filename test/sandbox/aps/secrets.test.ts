import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { call } from '../support/sandbox.ts'
import {
  CARD,
  newReference,
  operate,
  PAYMENT,
  pay,
  RECURRING,
  RETURN_URL,
  returned,
  signedFields,
  startApsSandbox,
  statusOf,
} from './support.ts'

/** Numbers and codes that occur nowhere else: wherever one is found, it was stored. */
const NUMBER = '4929487216350982'
const SECURITY_CODE = '861'
const WRONG_NUMBER = '4929487216350981'
const API_NUMBER = '5434987612340981'

it('stores and sends no card number and no security code: not in a file, a log line, a page, a response or feedback', async () => {
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation(chunk => written.push(String(chunk)) > 0)
  }
  const sandbox = await startApsSandbox()
  const texts: string[] = []
  const form = { service_command: 'TOKENIZATION', merchant_reference: newReference(), return_url: RETURN_URL }
  const card = { ...CARD, card_number: NUMBER, card_security_code: SECURITY_CODE }
  const replies = [
    await sandbox.page(form, { ...card, card_number: WRONG_NUMBER }),
    await sandbox.page({ ...form, signature: 'wrong' }, card),
    await sandbox.page({ ...form, unheard_of: 'x' }, card),
    await sandbox.page(form, { ...card, decision: 'decline' }),
    await sandbox.page(form, card),
  ]
  for (const reply of replies) texts.push(reply.text, String(reply.headers.get('location')))
  const { token_name } = returned(replies[4] ?? expect.fail('no reply'))
  expect(token_name).toMatch(/^[0-9a-f]{32}$/)

  const held = await pay(sandbox, { token_name, return_url: RETURN_URL, agreement_id: 'a' })
  texts.push(JSON.stringify(held), (await call(held['3ds_url'], {})).text)
  texts.push(String((await sandbox.decide(held['3ds_url'], 'approve')).headers.get('location')))
  const saved = await pay(sandbox, { token_name, card_security_code: SECURITY_CODE, check_3ds: 'NO' })
  expect(saved.response_code).toBe('14000')
  texts.push(JSON.stringify(saved))
  texts.push(JSON.stringify(await pay(sandbox, { ...RECURRING, token_name })))
  const trusted = { ...PAYMENT, merchant_reference: 'r', card_number: API_NUMBER, card_security_code: SECURITY_CODE }
  for (const fields of [trusted, { ...trusted, token_name }, { ...trusted, token_name, signature: 'wrong' }]) {
    texts.push((await sandbox.api(fields)).text)
  }
  texts.push((await sandbox.raw(JSON.stringify(signedFields(trusted)).slice(0, -1))).text)
  texts.push(JSON.stringify(await operate(sandbox, 'REFUND', saved)))
  texts.push(JSON.stringify(await statusOf(sandbox, { merchant_reference: saved.merchant_reference })))
  await sandbox.advance(0)
  texts.push(...sandbox.feedback.map(({ raw }) => raw), JSON.stringify(await sandbox.ledger()))
  texts.push((await call(`${sandbox.url}/`, {})).text)

  await sandbox.restart()
  const directory = join(sandbox.dataDir, 'sandbox')
  const files = readdirSync(directory).map(file => readFileSync(join(directory, file), 'utf8'))
  expect(files.join('')).toContain('492948******0982')
  vi.restoreAllMocks()
  const everything = [...texts, ...written, ...files].join('\n')
  for (const secret of [NUMBER, WRONG_NUMBER, API_NUMBER]) expect(everything).not.toContain(secret)
  expect(everything).not.toContain('card_security_code":"')
  expect(everything).not.toMatch(new RegExp(`(?<![0-9A-Za-z])${SECURITY_CODE}(?![0-9A-Za-z])`))
})
