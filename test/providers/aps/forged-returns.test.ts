import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApsProvider } from '../../../src/providers/aps/provider.ts'
import { REQUEST_ID } from '../support/aps.ts'
import { keepingLog } from '../support/log.ts'
import { apsAccount, openSandbox } from '../support/sandbox.ts'

let sandbox: Awaited<ReturnType<typeof openSandbox>>
let provider: ReturnType<typeof createApsProvider>

beforeAll(async () => {
  sandbox = await openSandbox()
  const apiUrl = `${sandbox.url}/aps/FortAPI/paymentApi`
  const pageUrl = `${sandbox.url}/aps/FortAPI/paymentPage`
  provider = createApsProvider({ ...apsAccount, apiUrl, pageUrl, simulated: true }, keepingLog())
})
afterAll(async () => {
  await provider.close()
  await sandbox.close()
})

const RETURN_URL = 'https://gateway.example/authenticate/return/agr_1.0011'
const CARD = { card_number: '4005550000000001', expiry_date: '12/30', card_security_code: '123' }

/** What APS signs of a form to which the consumer's browser has added something. */
async function signedReturn(added: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const visit = { sentReference: REQUEST_ID, returnUrl: RETURN_URL, paymentMethod: 'CARD', locale: null }
  const form = provider.hosted?.form(visit)
  const body = new URLSearchParams({ ...form?.fields, ...added })
  const response = await fetch(form?.action ?? '', { method: 'POST', body, redirect: 'manual' })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`${response.status} ${await response.text()}`)
  return Object.fromEntries(new URL(location).searchParams)
}

const textOf = (message: Readonly<Record<string, string>>) =>
  Object.keys(message)
    .filter(name => name !== 'signature')
    .sort()
    .map(name => `${name}=${message[name]}`)
    .join('')

const readReturn = (message: Readonly<Record<string, string>>) => provider.hosted?.readReturn(message)
const paid = { amount: '1000', command: 'PURCHASE', currency: 'AED', fort_id: '169900000000000001' }

test('a refused form that repeats the consumer’s text proves no payment, however it is cut', async () => {
  const success = { ...paid, merchant_reference: REQUEST_ID, response_code: '14000', status: '14', token_name: 'abc' }
  const genuine = await signedReturn({ remember_me: `YES${textOf(success)}zzz=` })
  const { signature = '' } = genuine
  expect(readReturn(genuine)).toEqual({ verdict: 'forged', reason: 'a parameter is hidden in the value of another' })
  const text = textOf(genuine)
  const [before = '', after = ''] = [text.slice(0, text.indexOf('amount=')), text.slice(text.indexOf('zzz=') + 4)]
  const value = before.indexOf('=en')
  const forged = { [before.slice(0, value)]: before.slice(value + 1), ...success, zzz: after, signature }
  expect(textOf(forged)).toBe(text)
  expect(readReturn(forged)).toEqual({ verdict: 'forged', reason: 'malformed parameter name' })
})

test('one whose own code is made part of an invented name proves no payment', async () => {
  const injected = 'YESresponse_code=14000response_coded_'
  const { signature = '', response_code: code = '', ...genuine } = await signedReturn({ remember_me: injected })
  const forged = {
    ...genuine,
    remember_me: 'YES',
    response_code: '14000',
    response_coded_response_code: code,
    signature,
  }
  expect(textOf(forged)).toBe(textOf({ ...genuine, remember_me: injected, response_code: code }))
  expect(readReturn(forged)).toEqual({ verdict: 'forged', reason: 'a parameter name is split at the wrong place' })
})

test('a name from the consumer stays a name', async () => {
  const genuine = await signedReturn({ ...CARD, card_holder_name: "Zoe O'Neil" })
  expect(readReturn(genuine)).toMatchObject({ verdict: 'instrument', sentReference: REQUEST_ID })
})
