import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeReasons, intervalUnits } from '../../../../src/domain/enums.ts'
import type { CreateAgreementCommand, ProviderCommand } from '../../../../src/providers/port/provider.ts'
import { prepareRequest } from '../../../../src/providers/ppro/requests/request.ts'
import { identity, plainAgreement, plainCharge, requestOf } from '../../support/commands.ts'

const ids = identity('att_1')
const prepareAgreement = (changes: Partial<CreateAgreementCommand>) =>
  prepareRequest({ ...plainAgreement, ...changes, ...ids })
const bodyOf = (command: ProviderCommand) => JSON.parse(requestOf(prepareRequest(command)).body)
const issuesOf = (changes: Partial<CreateAgreementCommand>) => {
  const prepared = prepareAgreement(changes)
  if (prepared.ok || prepared.error.code !== 'INVALID_INPUT') return []
  return prepared.error.issues.map(({ path, code }) => [path.join('.'), code])
}
const consumer = plainAgreement.consumer

describe('agreements', () => {
  test('all optional fields are left out', () => {
    expect(requestOf(prepareAgreement({}))).toEqual({
      method: 'POST',
      path: '/v1/payment-agreements',
      body:
        '{"paymentMethod":"AMAZON_PAY","consumer":{"country":"US","name":"Ada Canary","merchantConsumerReference":"con_1"},' +
        '"merchantPaymentAgreementReference":"att_1","authenticationSettings":[{"type":"REDIRECT","settings":' +
        '{"returnUrl":"https://gateway.example/authenticate/return/x"}}]}',
      providerKey: 'key-att_1',
      verb: 'createAgreement',
      expected: { sentReference: 'att_1' },
    })
  })

  test('all fields are set, to the byte', () => {
    const { body, expected } = requestOf(
      prepareAgreement({
        consumer: {
          reference: 'con_1',
          country: 'US',
          name: 'Ada "A" Lovelace',
          email: 'ada@example.com',
          phone: '+15550100',
          birthDate: '1815-12-10',
          locale: 'en-US',
          taxId: '123',
          billingAddress: {
            firstName: 'Ada',
            lastName: null,
            street: 'Street 1',
            postalCode: '10115',
            city: 'Berlin',
            region: null,
            country: 'DE',
          },
        },
        authenticationTypes: ['REDIRECT', 'SCAN_CODE', 'APP_NOTIFICATION', 'REDIRECT'],
        description: 'Monthly',
        agreedAmount: { value: 9007199254740991n, currency: 'USD' },
        amountRule: 'MAX',
        frequency: { interval: 'MONTH', intervalCount: 3 },
        chargeCount: 12,
        startsAt: new Date('2026-01-01T00:00:00Z'),
        endsAt: new Date('2027-01-01T00:00:00.5Z'),
        initialCharge: {
          amount: { value: 1050n, currency: 'USD' },
          captureMode: 'MANUAL',
          description: 'First',
          sentReference: 'att_2',
        },
        client: { ip: '192.0.2.1', userAgent: null },
        webhooksUrl: 'https://gateway.example/webhooks/ppro',
      }),
    )
    expect(body).toBe(
      '{"paymentMethod":"AMAZON_PAY","consumer":{"country":"US","name":"Ada \\"A\\" Lovelace","email":"ada@example.com",' +
        '"phone":"+15550100","birthDate":"1815-12-10","locale":"en-US","client":{"ip":"192.0.2.1"},"taxIdentification":"123",' +
        '"merchantConsumerReference":"con_1","billingAddress":{"firstName":"Ada","street":"Street 1","postalCode":"10115",' +
        '"city":"Berlin","country":"DE"}},"description":"Monthly","merchantPaymentAgreementReference":"att_1",' +
        '"frequency":{"type":"MONTHLY","interval":3},"startDate":"2026-01-01T00:00:00.000Z",' +
        '"endDate":"2027-01-01T00:00:00.500Z","amount":{"value":9007199254740991,"currency":"USD"},"amountType":"MAX",' +
        '"webhooksUrl":"https://gateway.example/webhooks/ppro","initialPaymentCharge":{"amount":{"value":1050,"currency":"USD"},' +
        '"initiator":"CONSUMER","paymentDescriptor":"First","autoCapture":false,"merchantPaymentChargeReference":"att_2",' +
        '"webhooksUrl":"https://gateway.example/webhooks/ppro"},"authenticationSettings":[{"type":"REDIRECT","settings":' +
        '{"returnUrl":"https://gateway.example/authenticate/return/x"}},{"type":"SCAN_CODE"},{"type":"APP_NOTIFICATION",' +
        '"settings":{"instrumentProviderIdentity":"+15550100"}}]}',
    )
    expect(expected).toEqual({ sentReference: 'att_1', amount: '9007199254740991', currency: 'USD' })
  })

  test('frequencies in PPRO’s terms', () => {
    const types = intervalUnits.map(
      interval => bodyOf({ ...plainAgreement, ...ids, frequency: { interval, intervalCount: 1 } }).frequency.type,
    )
    expect(types).toEqual(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
  })

  test('a webhooks URL that is not https is not sent', () => {
    expect(
      bodyOf({ ...plainAgreement, ...ids, webhooksUrl: 'http://localhost:4000/webhooks/ppro' }),
    ).not.toHaveProperty('webhooksUrl')
  })

  test('MOCK without a return URL asks for no authentication', () => {
    expect(bodyOf({ ...plainAgreement, ...ids, paymentMethod: 'MOCK', returnUrl: null })).not.toHaveProperty(
      'authenticationSettings',
    )
  })
})

describe('what the formats refuse', () => {
  test.each<[string, Partial<CreateAgreementCommand>, string[][]]>([
    ['no name for Amazon Pay', { consumer: { ...consumer, name: null } }, [['consumerId.name', 'REQUIRED']]],
    ['an empty name for Amazon Pay', { consumer: { ...consumer, name: '' } }, [['consumerId.name', 'REQUIRED']]],
    ['no return URL', { returnUrl: null }, [['returnUrl', 'REQUIRED']]],
    [
      'no return URL if a redirect is requested',
      { paymentMethod: 'MOCK', returnUrl: null, authenticationTypes: ['REDIRECT'] },
      [['returnUrl', 'REQUIRED']],
    ],
    ['APP_INTENT', { authenticationTypes: ['REDIRECT', 'APP_INTENT'] }, [['authenticationTypes', 'UNSUPPORTED']]],
    ['an interval of 0', { frequency: { interval: 'DAY', intervalCount: 0 } }, [['frequency.intervalCount', 'RANGE']]],
    [
      'an interval of 1001',
      { frequency: { interval: 'DAY', intervalCount: 1001 } },
      [['frequency.intervalCount', 'RANGE']],
    ],
    [
      'BLIK without its required fields',
      { paymentMethod: 'BLIK', consumer: { ...consumer, name: null } },
      [
        ['consumerId.name', 'REQUIRED'],
        ['agreedAmount', 'REQUIRED'],
        ['client.ip', 'REQUIRED'],
        ['client.userAgent', 'REQUIRED'],
      ],
    ],
    [
      'several things, all at once',
      {
        consumer: { ...consumer, name: null },
        frequency: { interval: 'DAY', intervalCount: 0 },
        returnUrl: `https://gateway.example/${'x'.repeat(490)}`,
      },
      [
        ['consumerId.name', 'REQUIRED'],
        ['frequency.intervalCount', 'RANGE'],
        ['returnUrl', 'TOO_LONG'],
      ],
    ],
  ])('%s', (_name, changes, issues) => {
    expect(issuesOf(changes)).toEqual(issues)
  })

  test.each([
    ['030 123456', '+4930123456'],
    ['+49 30 123456', '+4930123456'],
    // Stored by an earlier version, which accepted any text.
    ['---', '---'],
  ])('the telephone number %j is sent as %j, in every request', (phone, told) => {
    const authenticationTypes = ['APP_NOTIFICATION'] as const
    const prepared = prepareAgreement({ consumer: { ...consumer, country: 'DE', phone }, authenticationTypes })
    expect(JSON.parse(requestOf(prepared).body)).toMatchObject({
      consumer: { phone: told },
      authenticationSettings: [{ settings: { instrumentProviderIdentity: told } }],
    })
  })

  test('amounts and currencies are not checked here', () => {
    expect(issuesOf({ agreedAmount: { value: 1n, currency: 'XTS' } })).toEqual([])
  })
})

describe('an optional field is never a reason to refuse', () => {
  test('texts are cut to PPRO’s lengths, and invalid parts are left out', () => {
    const long = 'é'.repeat(600)
    const body = bodyOf({
      ...{ ...plainAgreement, ...ids },
      consumer: {
        ...{ ...consumer, name: long, email: long, phone: long, taxId: long, locale: 'en' },
        billingAddress: {
          ...{
            firstName: long,
            lastName: 'Ada',
            street: long,
            city: long,
            region: long,
            postalCode: long,
            country: 'DE',
          },
        },
      },
      description: `${'x'.repeat(99)}💳`,
      initialCharge: {
        ...{ amount: { value: 1n, currency: 'USD' }, captureMode: 'AUTOMATIC', sentReference: 'att_2' },
        description: long,
      },
    })
    const cut = 'é'.repeat(512)
    expect(body.consumer).toEqual({
      ...{ country: 'US', name: cut, merchantConsumerReference: 'con_1' },
      billingAddress: { firstName: cut, lastName: 'Ada', street: cut, city: cut, region: cut, country: 'DE' },
    })
    expect(body.description).toBe('x'.repeat(99))
    expect(body.initialPaymentCharge.paymentDescriptor).toBe(cut)
    expect(bodyOf({ ...plainCharge, ...ids, description: long }).paymentDescriptor).toBe(cut)
  })

  test('a text that is invalid when cut is sent whole, its length counted in characters', () => {
    const [fits, tooLong] = ['💳'.repeat(512), '💳'.repeat(513)]
    const body = bodyOf({ ...plainAgreement, ...ids, consumer: { ...consumer, taxId: fits, email: tooLong } })
    expect([body.consumer.taxIdentification, body.consumer.email]).toEqual([fits, undefined])
  })

  test('a reference that is too long is left out: a part of it would name another object', () => {
    const referenceOf = (reference: string) =>
      bodyOf({ ...plainAgreement, ...ids, consumer: { ...consumer, reference } }).consumer.merchantConsumerReference
    expect(referenceOf('c'.repeat(512))).toBe('c'.repeat(512))
    expect(referenceOf('c'.repeat(513))).toBe(undefined)
  })

  test('half a character is never sent', () => {
    const body = requestOf(prepareAgreement({ consumer: { ...consumer, name: 'Ada \ud83d' } })).body
    expect(JSON.parse(body).consumer.name).toBe('Ada \ufffd')
  })

  const blik = { paymentMethod: 'BLIK', agreedAmount: { value: 1n, currency: 'PLN' } }
  test.each([
    ['a method that needs it: as it is known', blik, { ip: '10.0.0.1', userAgent: 'x'.repeat(500) }],
    ['another: no address that is not public', {}, { userAgent: 'x'.repeat(500) }],
  ])('the consumer’s device, for %s', (_, method, sent) => {
    const client = { ip: '10.0.0.1', userAgent: 'x'.repeat(501) }
    expect(bodyOf({ ...plainAgreement, ...ids, ...method, client }).consumer.client).toEqual(sent)
  })
})

describe('charges under an agreement', () => {
  test('merchant-initiated', () => {
    expect(requestOf(prepareRequest({ ...plainCharge, agreementReference: 'agr_/1', ...ids }))).toEqual({
      method: 'POST',
      path: '/v1/payment-agreements/agr_%2F1/payment-charges',
      body:
        '{"amount":{"value":1000,"currency":"USD"},"initiator":"MERCHANT","scheduleType":"SCHEDULED","autoCapture":true,' +
        '"merchantPaymentChargeReference":"att_1"}',
      providerKey: 'key-att_1',
      verb: 'createCharge',
      expected: { sentReference: 'att_1', amount: '1000', currency: 'USD' },
    })
  })

  test('consumer-initiated, captured later', () => {
    const command = {
      ...plainCharge,
      ...ids,
      captureMode: 'MANUAL',
      initiator: 'CONSUMER',
      reason: 'UNSCHEDULED',
      description: 'Extra',
      returnUrl: 'https://gateway.example/r',
      client: { ip: '192.0.2.1', userAgent: 'Browser' },
      webhooksUrl: 'https://gateway.example/w',
    } as const
    expect(requestOf(prepareRequest(command)).body).toBe(
      '{"amount":{"value":1000,"currency":"USD"},"initiator":"CONSUMER","scheduleType":"UNSCHEDULED","paymentDescriptor":"Extra",' +
        '"autoCapture":false,"merchantPaymentChargeReference":"att_1","webhooksUrl":"https://gateway.example/w",' +
        '"authenticationSettings":[{"type":"REDIRECT","settings":{"returnUrl":"https://gateway.example/r"}}],' +
        '"consumer":{"client":{"ip":"192.0.2.1","userAgent":"Browser"}}}',
    )
  })

  test('reasons are PPRO’s terms unchanged', () => {
    const reasons = chargeReasons.filter(reason => reason !== 'INITIAL')
    expect(reasons.map(reason => bodyOf({ ...plainCharge, ...ids, reason }).scheduleType)).toEqual([
      'SCHEDULED',
      'SCHEDULED_RETRY',
      'UNSCHEDULED',
    ])
  })
})

describe('operations', () => {
  const operation = (verb: 'capture' | 'refund' | 'void', reason: string | null = null): ProviderCommand => ({
    verb,
    chargeReference: 'charge_1',
    chargeSentReference: 'att_0',
    amount: { value: 250n, currency: 'JPY' },
    reason,
    ...ids,
  })

  test.each([
    ['capture', '/v1/payment-charges/charge_1/captures', '{"amount":250,"merchantCaptureReference":"att_1"}'],
    ['refund', '/v1/payment-charges/charge_1/refunds', '{"amount":250,"merchantRefundReference":"att_1"}'],
    ['void', '/v1/payment-charges/charge_1/voids', '{"amount":250,"merchantVoidReference":"att_1"}'],
  ] as const)('%s', (verb, path, body) => {
    expect(requestOf(prepareRequest(operation(verb)))).toEqual({
      method: 'POST',
      path,
      body,
      providerKey: 'key-att_1',
      verb,
      expected: { sentReference: 'att_1', amount: '250', currency: 'JPY' },
    })
  })

  test.each([
    ['DUPLICATE', { refundReason: 'DUPLICATE' }],
    ['customer request', { refundReason: 'CUSTOMER_REQUEST' }],
    ['pre-dispute', { refundReason: 'PRE_DISPUTE' }],
    ['it broke', { refundReason: 'OTHER', refundDescriptor: 'it broke' }],
  ])('a refund because of "%s"', (reason, expected) => {
    expect(bodyOf(operation('refund', reason))).toEqual({ amount: 250, merchantRefundReference: 'att_1', ...expected })
  })

  test('a reason that is too long is cut', () => {
    expect(bodyOf(operation('refund', 'x'.repeat(513))).refundDescriptor).toBe('x'.repeat(512))
  })

  test('revocation: an empty object', () => {
    const command = {
      verb: 'revokeAgreement',
      agreementReference: 'agr_1',
      token: null,
      reason: 'over',
      ...ids,
    } as const
    expect(requestOf(prepareRequest(command))).toMatchObject({
      path: '/v1/payment-agreements/agr_1/revocations',
      body: '{}',
    })
  })
})

test('every amount that the API accepts is on the wire to the digit; others are a defect (scenario 20)', () => {
  const bodyWith = (value: bigint) =>
    requestOf(prepareRequest({ ...plainCharge, ...ids, amount: { value, currency: 'USD' } })).body
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 9007199254740991n }), value => {
      expect(bodyWith(value)).toContain(`"amount":{"value":${value},"currency":"USD"}`)
    }),
  )
  for (const value of [0n, -1n, 9007199254740992n]) expect(() => bodyWith(value)).toThrow(RangeError)
})
