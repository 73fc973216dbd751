import { createPproProvider } from '../../../src/providers/ppro/provider.ts'
import type { ConformanceHarness, Distortion, MethodUnderTest, WireKnowledge } from '../conformance/harness.ts'
import { plainAgreement } from '../support/commands.ts'
import { openSandbox, pproAccount } from '../support/sandbox.ts'

/** PPRO's adapter and simulator, with one of its payment methods. */
export function pproHarness(method: Pick<MethodUnderTest, 'paymentMethod' | 'currency'>): ConformanceHarness {
  return {
    name: `PPRO, ${method.paymentMethod}`,
    open: async () => {
      const sandbox = await openSandbox()
      return {
        code: 'PPRO',
        sandboxUrl: sandbox.url,
        setWebhookUrl: url => sandbox.setWebhookUrl('PPRO', url),
        connect: ({ origin, log, strange }) =>
          createPproProvider(
            {
              ...pproAccount,
              baseUrl: `${origin}/ppro`,
              simulated: true,
              ...(strange === 'credentials' && { apiKey: 'key_strange_canary' }),
              ...(strange === 'webhookSecret' && { webhookSecret: 'strange-canary' }),
            },
            { log },
          ),
        method: { ...method, consumer: { ...plainAgreement.consumer, email: 'ada@canary.example' } },
        // PPRO's test method accepts any currency.
        currencies: {
          0: { paymentMethod: 'MOCK', currency: 'JPY' },
          2: method,
          3: { paymentMethod: 'MOCK', currency: 'KWD' },
        },
        doubtfulOutcome: 'INTERNAL_SERVICE_UNAVAILABLE',
        consumer: {
          fillIn: () => Promise.reject(new Error('PPRO needs no page of ours')),
          decide: async (requestUrl, decision) => {
            const body = new URLSearchParams({ decision })
            const response = await fetch(requestUrl, { method: 'POST', body, redirect: 'manual' })
            const location = response.headers.get('location') ?? ''
            return Object.fromEntries(new URL(location).searchParams)
          },
        },
        wire,
        secrets: [pproAccount.apiKey, pproAccount.webhookSecret, 'key_strange_canary', 'strange-canary'],
        close: () => sandbox.close(),
      }
    },
  }
}

const wire: WireKnowledge = {
  amountIn: ({ body }) => /"amount":(?:\{"value":)?(\d+)/.exec(body)?.[1],
  distort,
  wrongCredentials: {
    outcome: 'notSent',
    failure: { kind: 'PROVIDER_ERROR', code: 'PROVIDER_CREDENTIALS_REFUSED', advice: 'CONTACT_PROVIDER' },
  },
  webhooks: {
    signatureOver: 'bytes',
    tamper: ({ headers, rawBody }) => ({
      headers,
      rawBody: edited(rawBody, text => text.replace('"id":"', '"id":"0')),
    }),
    withoutSignature: ({ headers, rawBody }) => {
      const unsigned = Object.entries(headers).filter(([name]) => !name.includes('signature'))
      return { headers: Object.fromEntries(unsigned), rawBody }
    },
    rewrite: ({ headers, rawBody }) => ({ headers, rawBody: edited(rawBody, text => ` ${text}`) }),
  },
}

/** PPRO does not sign its responses. Its echoes are inside the operations; the currency is beside them. */
function distort(answer: string, distortion: Distortion): string | undefined {
  const charge = JSON.parse(answer)
  const [authorization] = charge.authorizations
  switch (distortion) {
    case 'amount':
      authorization.amount += 1
      break
    case 'reference':
      authorization.merchantPaymentChargeReference = 'att_of_somebody_else'
      break
    case 'currency':
      charge.currency = 'XAF'
      break
    default:
      return undefined
  }
  return JSON.stringify(charge)
}

function edited(rawBody: Uint8Array, edit: (text: string) => string): Buffer {
  return Buffer.from(edit(Buffer.from(rawBody).toString('utf8')))
}
