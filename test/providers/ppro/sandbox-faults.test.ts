import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPproProvider } from '../../../src/providers/ppro/provider.ts'
import { identity, plainAgreement, plainCharge, reportOf, reportsOf, requestOf } from '../support/commands.ts'
import { account, deadline, openPproSandbox, type PproSandbox } from '../support/ppro-sandbox.ts'

let ppro: PproSandbox

beforeAll(async () => {
  ppro = await openPproSandbox()
})
afterAll(() => ppro.close())
beforeEach(async () => {
  await ppro.control('reset', {})
  ppro.lines.length = 0
})

describe('faults', () => {
  test.each([
    ['dropBeforeEffect', 0],
    ['dropAfterEffect', 1],
    ['error500AfterEffect', 1],
    ['malformedAnswer', 1],
  ] as const)('%s: unknown, never sent again by itself, and the look-up tells', async (fault, effects) => {
    const agreementReference = await ppro.activeAgreement()
    await ppro.control('faults', { provider: 'PPRO', seed: 1, rates: { [fault]: 1 } })
    const reference = ppro.nextReference()
    expect(await ppro.send({ ...plainCharge, agreementReference }, reference)).toMatchObject({ outcome: 'unknown' })
    expect(await ppro.chargesIn(reference)).toHaveLength(effects)
    await ppro.control('reset', {})
    const found = await ppro.provider.lookUp(
      { about: 'charge', providerReference: null, sentReference: reference },
      deadline,
    )
    if (effects === 0) expect(found).toMatchObject({ found: 'absent' })
    else expect(reportsOf(found)).toMatchObject([{ sentReference: reference, complete: true }])
  })

  test('a burst over the limit: each is charged once, or certainly not at all', async () => {
    const agreementReference = await ppro.activeAgreement()
    await ppro.control('limits', { provider: 'PPRO', perSecond: 20 })
    const references = Array.from({ length: 60 }, () => ppro.nextReference())
    const answers = await Promise.all(
      references.map(reference => ppro.send({ ...plainCharge, agreementReference }, reference)),
    )
    const outcomes = answers.map(answer => answer.outcome)
    expect(new Set(outcomes)).toEqual(new Set(outcomes.includes('notSent') ? ['approved', 'notSent'] : ['approved']))
    for (const [index, answer] of answers.entries()) {
      expect(await ppro.chargesIn(references[index] ?? '')).toHaveLength(answer.outcome === 'approved' ? 1 : 0)
      if (answer.outcome === 'notSent') expect(answer.retryAfterMs).toBeGreaterThan(0)
    }
  })
})

describe('look-ups of agreements', () => {
  const withCharge = (sentReference: string) => ({
    ...plainAgreement,
    initialCharge: {
      amount: { value: 500n, currency: 'USD' },
      captureMode: 'AUTOMATIC',
      description: null,
      sentReference,
    } as const,
  })

  test('by id, with its initial charge; by the initial charge alone', async () => {
    const chargeReference = ppro.nextReference()
    const created = reportOf(await ppro.send(withCharge(chargeReference)), 'agreement')
    const id = created.providerReference ?? null
    const byId = await ppro.provider.lookUp(
      { about: 'agreement', providerReference: id, initialChargeSentReference: chargeReference },
      deadline,
    )
    const expected = [
      { about: 'agreement', providerReference: id, status: 'AUTHENTICATION_PENDING' },
      {
        about: 'charge',
        sentReference: chargeReference,
        complete: true,
        operations: [{ kind: 'AUTHORIZATION', status: 'PENDING', amount: 500n }],
      },
    ]
    expect(reportsOf(byId)).toMatchObject(expected)
    const bySearch = await ppro.provider.lookUp(
      { about: 'agreement', providerReference: null, initialChargeSentReference: chargeReference },
      deadline,
    )
    expect(reportsOf(bySearch)).toMatchObject(expected)
  })

  test('what PPRO does not know is absent', async () => {
    const questions = [
      { about: 'agreement', providerReference: 'agr_000000000000000000000', initialChargeSentReference: null },
      { about: 'agreement', providerReference: null, initialChargeSentReference: 'att_never' },
      { about: 'charge', providerReference: 'charge_00000000000000000000', sentReference: 'att_never' },
      { about: 'charge', providerReference: null, sentReference: 'att_never' },
    ] as const
    for (const question of questions)
      expect(await ppro.provider.lookUp(question, deadline)).toMatchObject({ found: 'absent' })
  })

  test('one without an id and without a charge cannot be asked about', async () => {
    const answer = await ppro.provider.lookUp(
      { about: 'agreement', providerReference: null, initialChargeSentReference: null },
      deadline,
    )
    expect(answer).toEqual({ found: 'unknown', call: { summary: 'nothing to ask by', durationMs: 0 } })
  })
})

test('wrong credentials: certainly not taken, told to the operator', async () => {
  const stranger = createPproProvider(
    { ...account, apiKey: 'key_wrong_canary', baseUrl: ppro.baseUrl, simulated: true },
    { log: ppro.log },
  )
  const reference = ppro.nextReference()
  const request = requestOf(stranger.prepare({ ...plainAgreement, ...identity(reference) }))
  const answer = await stranger.send(request, deadline)
  await stranger.close()
  expect(answer).toMatchObject({
    outcome: 'notSent',
    failure: { code: 'PROVIDER_CREDENTIALS_REFUSED', advice: 'CONTACT_PROVIDER' },
  })
  expect((await ppro.ledger()).agreements.some(agreement => agreement.reference === reference)).toBe(false)
  expect(ppro.lines).toMatchObject([{ level: 'warn', message: 'credentials refused (401)' }])
  expect(JSON.stringify([answer, ppro.lines])).not.toContain('canary')
})
