import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { givenActiveAgreement, givenConsumer, key, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const issuesOf = (result: { ok: boolean; error?: unknown }) =>
  (result as { error?: { issues?: { path: readonly string[]; code: string }[] } }).error?.issues?.map(
    ({ path, code }) => `${path.join('.')} ${code}`,
  )

const count = async (table: string) => {
  const { rows } = await world.database.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)
  return rows[0]?.count
}

test('all issues of a consumer are reported at once, and nothing is created', async () => {
  const result = await consumerCreate(world.deps, world.caller, {
    idempotencyKey: 'with space',
    country: 'XX',
    name: ' ',
    email: 'nobody',
    phone: 'call me',
    locale: 'english',
    birthDate: '2999-01-01',
    taxId: 'x'.repeat(600),
    metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'value'])),
    billingAddress: { country: 'ZZ' },
  })
  expect(issuesOf(result)).toEqual([
    'idempotencyKey FORMAT',
    'country UNSUPPORTED',
    'name FORMAT',
    'email FORMAT',
    'phone FORMAT',
    'locale FORMAT',
    'birthDate RANGE',
    'taxId TOO_LONG',
    'metadata FORMAT',
    'billingAddress.country UNSUPPORTED',
  ])
  expect(await count('consumers')).toBe(0)
})

test('all issues of an agreement are reported at once, and nothing is sent', async () => {
  const consumer = await givenConsumer(world)
  const before = (await ledger(world)).agreements.length
  const result = await agreementCreate(world.deps, world.caller, {
    idempotencyKey: key(),
    provider: 'PPRO',
    paymentMethod: 'AMAZON_PAY',
    consumerId: consumer.id,
    amountRule: 'MAX',
    frequency: { interval: 'MONTH', intervalCount: 0 },
    chargeCount: 0,
    startsAt: new Date('2030-01-01'),
    endsAt: new Date('2029-01-01'),
    authenticationTypes: [],
    client: { ip: 'banana' },
    initialCharge: { amount: { value: 0n, currency: 'XXX' } },
  })
  expect(issuesOf(result)?.sort()).toEqual([
    'agreedAmount REQUIRED',
    'authenticationTypes REQUIRED',
    'chargeCount RANGE',
    'client.ip FORMAT',
    'endsAt RANGE',
    'frequency.intervalCount RANGE',
    'initialCharge.amount.currency UNSUPPORTED',
    'initialCharge.amount.value RANGE',
  ])
  expect((await ledger(world)).agreements).toHaveLength(before)
  expect(await count('agreements')).toBe(0)
})

test('what the provider cannot do is reported before anything is sent', async () => {
  const consumer = await givenConsumer(world)
  const ask = (input: object) =>
    agreementCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      ...input,
    })
  const before = (await ledger(world)).agreements.length
  expect([
    await ask({ paymentMethod: 'CASH' }),
    await ask({ authenticationTypes: ['MULTI_FACTOR'] }),
    await ask({ initialCharge: { amount: { value: 1_000n, currency: 'EUR' } } }),
    await ask({ initialCharge: { amount: usd(2_000_001n) } }),
    await ask({ returnUrl: null }),
  ]).toMatchObject([
    { error: { code: 'UNSUPPORTED_BY_PROVIDER', capability: 'paymentMethod' } },
    { error: { code: 'UNSUPPORTED_BY_PROVIDER', capability: 'authenticationTypes' } },
    { error: { code: 'UNSUPPORTED_BY_PROVIDER', capability: 'currencies' } },
    { error: { code: 'AMOUNT_UNSUPPORTED', suggestion: usd(2_000_000n) } },
    { error: { code: 'INVALID_INPUT', issues: [{ path: ['returnUrl'], code: 'REQUIRED' }] } },
  ])
  expect((await ledger(world)).agreements).toHaveLength(before)
})

const messageOf = (result: { ok: boolean; error?: { message: string } }) => result.error?.message

test('the message of invalid input names the first issue, and the number of the others', async () => {
  const create = async (input: object) =>
    messageOf(await consumerCreate(world.deps, world.caller, { idempotencyKey: key(), country: 'DE', ...input }))
  expect([
    await create({ locale: 'english' }),
    await create({ locale: 'english', billingAddress: { country: 'ZZ' }, country: 'XX' }),
    await create({ billingAddress: { country: 'ZZ' } }),
  ]).toEqual([
    'locale: Must be a language and a country, e.g. en-US.',
    'country: Must be an ISO 3166-1 country code, e.g. DE. There are 2 more issues.',
    'billingAddress.country: Must be an ISO 3166-1 country code, e.g. DE.',
  ])
})

test('the message alone says what is expected', async () => {
  const consumer = await givenConsumer(world)
  const agreement = async (input: object) =>
    messageOf(
      await agreementCreate(world.deps, world.caller, {
        idempotencyKey: key(),
        provider: 'PPRO',
        paymentMethod: 'AMAZON_PAY',
        consumerId: consumer.id,
        returnUrl: 'https://shop.example/done',
        ...input,
      }),
    )
  const max = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'MAX' })
  const charged = async (agreementId: string, amount: { value: bigint; currency: string }) =>
    messageOf(await chargeCreate(world.deps, world.caller, { idempotencyKey: key(), agreementId, amount }))
  expect([
    await agreement({ initialCharge: { amount: usd(2_000_001n) } }),
    await agreement({ paymentMethod: 'CASH' }),
    await agreement({ consumerId: 'con_none' }),
    await agreement({ initialCharge: { amount: { value: 1_000n, currency: 'EUR' } } }),
    await charged(max.id, usd(6_000n)),
    await charged(max.id, { value: 100n, currency: 'EUR' }),
    await charged('agr_none', usd(100n)),
  ]).toEqual([
    'AMAZON_PAY does not support an amount as large as 20000.01 USD. The nearest supported amount is 20000.00 ' +
      'USD (value 2000000).',
    'PPRO has no payment method CASH. Use one of these: AMAZON_PAY, BANCONTACT, BLIK, TWINT, UPI_AUTOPAY, MOCK.',
    'There is no consumer with the id con_none that you can access. Check the id, and check that your key ' +
      'belongs to the right merchant and mode (TEST or LIVE).',
    'AMAZON_PAY does not support EUR. Use one of these currencies: USD.',
    'The amount is more than the consumer agreed to for each charge. The maximum is 50.00 USD (value 5000).',
    'amount.currency: Must be USD, the currency that the consumer agreed to.',
    'There is no agreement with the id agr_none that you can access. Check the id, and check that your key ' +
      'belongs to the right merchant and mode (TEST or LIVE).',
  ])
})

test('a consumer who scans a code is not redirected, and needs no return URL', async () => {
  const consumer = await givenConsumer(world)
  const result = await agreementCreate(world.deps, world.caller, {
    idempotencyKey: key(),
    provider: 'PPRO',
    paymentMethod: 'MOCK',
    consumerId: consumer.id,
    authenticationTypes: ['SCAN_CODE'],
  })
  expect(result.ok).toBe(true)
})

test('an amount stays within what the consumer agreed to', async () => {
  const max = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'MAX' })
  const exact = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule: 'EXACT' })
  const tryOf = (agreementId: string, value: bigint, currency = 'USD') =>
    chargeCreate(world.deps, world.caller, { idempotencyKey: key(), agreementId, amount: { value, currency } })
  expect(await tryOf(max.id, 6_000n)).toMatchObject({ error: { code: 'AMOUNT_EXCEEDED', available: usd(5_000n) } })
  expect(await tryOf(max.id, 100n, 'EUR')).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  expect(await tryOf(exact.id, 4_999n)).toMatchObject({
    error: { code: 'INVALID_INPUT', issues: [{ path: ['amount', 'value'], code: 'RANGE' }] },
  })
  expect(await count('charges')).toBe(0)
  expect(await tryOf(exact.id, 5_000n)).toMatchObject({ ok: true, payload: { charge: { status: 'CAPTURED' } } })
  expect(await tryOf(max.id, 4_000n)).toMatchObject({ ok: true, payload: { charge: { status: 'CAPTURED' } } })
})

test.each([
  ['PPRO', 'AMAZON_PAY', {}],
  ['PPRO', 'BLIK', { agreedAmount: { value: 1_000n, currency: 'PLN' } }],
  ['APS', 'CARD', { initialCharge: { amount: { value: 1_000n, currency: 'AED' } } }],
] as const)('a device’s long User-Agent header is accepted: %s, %s', async (provider, paymentMethod, input) => {
  const consumer = mustSucceed(
    await consumerCreate(world.deps, world.caller, {
      ...{ idempotencyKey: key(), country: paymentMethod === 'BLIK' ? 'PL' : 'US' },
      ...{ name: 'Ada', email: 'ada@example.com' },
    }),
  ).consumer
  for (const userAgent of ['Mozilla/5.0 '.repeat(500), 'tab\tand \u0001 control', ''])
    expect(
      await agreementCreate(world.deps, world.caller, {
        ...{ idempotencyKey: key(), provider, paymentMethod, consumerId: consumer.id },
        ...{ returnUrl: 'https://shop.example/done', ...input },
        client: { ip: '203.0.113.7:443', userAgent: paymentMethod === 'BLIK' ? userAgent || 'x' : userAgent },
      }),
    ).toMatchObject({ ok: true, payload: { agreement: { status: 'AUTHENTICATION_PENDING' } } })
})

test('a return URL that no browser would follow is refused, and nothing is sent', async () => {
  const consumer = await givenConsumer(world)
  const ways = [
    { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' },
    { provider: 'APS', paymentMethod: 'CARD', initialCharge: { amount: { value: 1_000n, currency: 'AED' } } },
  ] as const
  const create = (way: (typeof ways)[number], returnUrl: string) =>
    agreementCreate(world.deps, world.caller, { idempotencyKey: key(), consumerId: consumer.id, ...way, returnUrl })
  const tooLong = { ok: false, error: { code: 'INVALID_INPUT', issues: [{ path: ['returnUrl'], code: 'TOO_LONG' }] } }
  const before = await count('agreements')
  for (const way of ways) {
    expect(await create(way, `https://shop.example/${'a'.repeat(2028)}`)).toMatchObject(tooLong)
    // Counted as a browser sends it: `ä` is %C3%A4.
    expect(await create(way, `https://shop.example/${'ä'.repeat(338)}`)).toMatchObject(tooLong)
  }
  const charged = { idempotencyKey: key(), agreementId: 'agr_1', amount: usd(1_000n), initiator: 'CONSUMER' } as const
  const returnUrl = `https://shop.example/${'a'.repeat(100_000)}`
  expect(await chargeCreate(world.deps, world.caller, { ...charged, returnUrl })).toMatchObject(tooLong)
  expect(await count('agreements')).toBe(before)
  for (const way of ways) {
    expect(await create(way, `https://shop.example/${'a'.repeat(2027)}`)).toMatchObject({ ok: true })
    expect(await create(way, `https://shop.example/${'ä'.repeat(337)}`)).toMatchObject({ ok: true })
  }
})
