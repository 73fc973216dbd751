import { createHash } from 'node:crypto'
import { createApsProvider } from '../../../src/providers/aps/provider.ts'
import type { ConformanceHarness, ConsumersBrowser, Distortion, WireKnowledge } from '../conformance/harness.ts'
import { plainAgreement } from '../support/commands.ts'
import { apsAccount, openSandbox } from '../support/sandbox.ts'

/**
 * A published test card whose bank authenticates its holder. Not a Visa: Visa's rule for three decimals has a test of
 * its own.
 */
const CARD = {
  card_number: '5313581000123430',
  expiry_date: '12/30',
  card_security_code: '123',
  card_holder_name: 'Ada Canary',
}
const STRANGE = { credentials: 'strange-request-canary', webhookSecret: 'strange-response-canary' }

/** APS's adapter and simulator, with cards. */
export const apsHarness: ConformanceHarness = {
  name: 'APS, CARD',
  open: async () => {
    const sandbox = await openSandbox()
    const method = { paymentMethod: 'CARD', currency: 'AED' }
    return {
      code: 'APS',
      sandboxUrl: sandbox.url,
      setWebhookUrl: url => sandbox.setWebhookUrl('APS', url),
      connect: ({ origin, log, strange }) =>
        createApsProvider(
          {
            ...apsAccount,
            apiUrl: `${origin}/aps/FortAPI/paymentApi`,
            pageUrl: `${sandbox.url}/aps/FortAPI/paymentPage`,
            simulated: true,
            ...(strange === 'credentials' && { shaRequestPhrase: STRANGE.credentials }),
            ...(strange === 'webhookSecret' && { shaResponsePhrase: STRANGE.webhookSecret }),
          },
          { log },
        ),
      method: { ...method, consumer: { ...plainAgreement.consumer, email: 'ada@canary.example', country: 'AE' } },
      currencies: { 0: { ...method, currency: 'JPY' }, 2: method, 3: { ...method, currency: 'KWD' } },
      doubtfulOutcome: 'technical-committed',
      consumer,
      wire,
      secrets: [
        apsAccount.accessCode,
        apsAccount.shaRequestPhrase,
        apsAccount.shaResponsePhrase,
        CARD.card_number,
        ...Object.values(STRANGE),
      ],
      close: () => sandbox.close(),
    }
  },
}

const consumer: ConsumersBrowser = {
  fillIn: ({ action, fields }, decision) => post(action, { ...fields, ...CARD, decision }),
  decide: (requestUrl, decision) => post(requestUrl, { decision }),
}

/** The query parameters that the browser brings to its next address. */
async function post(url: string, fields: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`no way back from ${url}: ${response.status} ${await response.text()}`)
  return Object.fromEntries(new URL(location).searchParams)
}

type Message = Record<string, string>

const wire: WireKnowledge = {
  amountIn: ({ body }) => /"amount":"(\d+)"/.exec(body)?.[1],
  distort,
  wrongCredentials: {
    outcome: 'declined',
    failure: { kind: 'INVALID_REQUEST', code: 'INVALID_SIGNATURE', advice: 'FIX_REQUEST' },
  },
  webhooks: {
    signatureOver: 'values',
    tamper: ({ headers, rawBody }) => edited(headers, rawBody, message => ({ ...message, amount: '1' })),
    withoutSignature: ({ headers, rawBody }) => edited(headers, rawBody, ({ signature: _, ...message }) => message),
    rewrite: ({ headers, rawBody }) =>
      edited(headers, rawBody, message => Object.fromEntries(Object.entries(message).toReversed())),
  },
}

function distort(answer: string, distortion: Distortion): string {
  const { signature, ...message }: Message = JSON.parse(answer)
  switch (distortion) {
    case 'amount':
      return JSON.stringify(signed({ ...message, amount: '1001' }))
    case 'currency':
      return JSON.stringify(signed({ ...message, currency: 'SAR' }))
    case 'reference':
      return JSON.stringify(signed({ ...message, merchant_reference: 'att_of_somebody_else' }))
    default:
      return JSON.stringify({ ...message, signature: signature?.replaceAll(/[0-9a-f]/g, '0') })
  }
}

/** APS's signature of a flat message, written a second time: neither the adapter's nor the simulator's code. */
function signed(message: Message): Message {
  const pairs = Object.keys(message)
    .sort()
    .map(name => `${name}=${message[name]}`)
  const phrase = apsAccount.shaResponsePhrase
  const signature = createHash('sha256')
    .update(`${phrase}${pairs.join('')}${phrase}`)
    .digest('hex')
  return { ...message, signature }
}

function edited<Headers>(headers: Headers, rawBody: Uint8Array, edit: (message: Message) => Message) {
  const message: Message = JSON.parse(Buffer.from(rawBody).toString('utf8'))
  return { headers, rawBody: Buffer.from(JSON.stringify(edit(message))) }
}
