import { describe, expect, it } from 'vitest'
import { call } from '../../support/sandbox.ts'
import {
  AMEX,
  type ApsSandbox,
  CARD,
  type Fields,
  formOf,
  MADA,
  MEEZA,
  RETURN_URL,
  returned,
  startApsSandbox,
  VISA,
} from '../support.ts'

const FORM = { service_command: 'TOKENIZATION', merchant_reference: 'token-x', return_url: RETURN_URL }

describe('a mistake in the card form', () => {
  /** What the form that was sent shows: its status, the marked fields with their messages, and the contents of all. */
  async function send(sandbox: ApsSandbox, card: Fields) {
    const reply = await sandbox.page(FORM, { card_number: VISA, ...CARD, decision: 'approve', ...card })
    const marked = [
      ...reply.text.matchAll(/<input name="(\w+)"[^>]* aria-invalid="true" aria-describedby="(\w+-problem)"/g),
    ]
    const problems = marked.map(([, name = '', id = '']) => [
      name,
      new RegExp(`<p class="problem" id="${id}">([^<]*)`).exec(reply.text)?.[1],
    ])
    const values = [...reply.text.matchAll(/<input name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ])
    return { status: reply.status, problems: Object.fromEntries(problems), values: Object.fromEntries(values), reply }
  }
  const NOT_A_NUMBER = 'This is not the number of a card. Check each digit; none may be missing.'

  it.each<[string, Fields, Fields]>([
    ['a wrong digit', { card_number: '4005550000000002' }, { card_number: NOT_A_NUMBER }],
    ['no number', { card_number: ' ' }, { card_number: 'Enter the card number.' }],
    [
      'a month that does not exist',
      { expiry_date: '13/30' },
      { expiry_date: 'Enter the month and the year, for example 12/30.' },
    ],
    [
      'an expired card',
      { expiry_date: '01/20' },
      { expiry_date: 'This card has expired. Check the month and the year.' },
    ],
    [
      'a short code',
      { card_security_code: '12' },
      { card_security_code: 'Enter the 3 digits of the security code of Visa.' },
    ],
    [
      'another code than the test card’s',
      { card_security_code: '999' },
      { card_security_code: 'This is not the security code of this test card. Use 123.' },
    ],
    [
      'another code than that of an American Express',
      { card_number: AMEX, card_security_code: '4321' },
      { card_security_code: 'This is not the security code of this test card. Use 1234.' },
    ],
    [
      'a name with digits',
      { card_holder_name: 'Ada 2' },
      { card_holder_name: 'Use letters, spaces, &#39; - and . only, at most 50 of them.' },
    ],
    [
      'everything',
      { card_number: '41', expiry_date: 'x', card_security_code: 'y' },
      {
        card_number: NOT_A_NUMBER,
        expiry_date: 'Enter the month and the year, for example 12/30.',
        card_security_code: 'Enter the 3 digits of the security code; American Express has 4.',
      },
    ],
  ])('%s asks again at the marked field, and the agreement goes on', async (_what, card, problems) => {
    const sandbox = await startApsSandbox()
    const asked = await send(sandbox, card)
    expect([asked.status, asked.reply.headers.get('location')]).toEqual([422, null])
    expect(asked.problems).toEqual(problems)
    const { action, hidden } = formOf(asked.reply.text)
    const body = new URLSearchParams({ ...hidden, card_number: VISA, ...CARD, decision: 'approve' })
    expect(returned(await call(action, { method: 'POST', body, redirect: 'manual' }))['response_code']).toBe('18000')
  })

  it('is noticed in a POST of only the card to the form’s address too', async () => {
    const sandbox = await startApsSandbox()
    const { action } = formOf((await sandbox.page(FORM)).text)
    const body = new URLSearchParams({ ...CARD, card_number: '4005550000000002' })
    expect((await call(action, { method: 'POST', body, redirect: 'manual' })).status).toBe(422)
  })

  it('repeats what was entered, but no code and no number that is not published', async () => {
    const sandbox = await startApsSandbox()
    const published = await send(sandbox, { card_number: '4005 5500 0000 0001', expiry_date: '01/20' })
    expect(published.values).toEqual({
      card_number: '4005 5500 0000 0001',
      expiry_date: '01/20',
      card_holder_name: 'Ada Lovelace',
    })
    const other = await send(sandbox, {
      card_number: '4929487216350982',
      card_security_code: '861',
      expiry_date: '01/20',
    })
    expect(other.values).toEqual({ expiry_date: '01/20', card_holder_name: 'Ada Lovelace' })
    for (const secret of ['4929487216350982', '861']) expect(other.reply.text).not.toContain(secret)
  })

  it.each([
    [VISA, '123'],
    [AMEX, '1234'],
    [MADA, '350'],
    [MADA, '123'],
    [MEEZA, '422'],
    ['4111111111111111', '987'],
  ])('is not that %s has the code %s', async (card_number, card_security_code) => {
    const sandbox = await startApsSandbox()
    const { reply } = await send(sandbox, { card_number, card_security_code })
    expect(returned(reply)['response_code']).toBe('18000')
  })
})

describe('a test card’s button', () => {
  it.each([
    [VISA, '4005 5500 0000 0001', '123'],
    [AMEX, '3456 789012 34564', '1234'],
    [MEEZA, '9818 9505 2788 6700 002', '422'],
  ])('fills in the form with %s, which is then accepted', async (number, printed, code) => {
    const sandbox = await startApsSandbox()
    const shown = await sandbox.page(FORM)
    expect(shown.text).toContain(`<button name="test_card" value="${number}"`)
    const { action, hidden } = formOf(shown.text)
    const body = new URLSearchParams({ ...hidden, test_card: number })
    const { status, text } = await call(action, { method: 'POST', body, redirect: 'manual' })
    const values = [...text.matchAll(/<input name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    const year = (new Date().getUTCFullYear() + 3) % 100
    expect([status, Object.fromEntries(values)]).toEqual([
      200,
      { card_number: printed, expiry_date: `12/${year}`, card_security_code: code, card_holder_name: 'ADA LOVELACE' },
    ])
    const filled = new URLSearchParams({ ...hidden, ...Object.fromEntries(values), decision: 'approve' })
    const accepted = returned(await call(action, { method: 'POST', body: filled, redirect: 'manual' }))
    expect(accepted['response_code']).toBe('18000')
  })
})
