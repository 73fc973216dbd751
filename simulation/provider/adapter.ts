import type { Log } from '../../src/base/log/log.ts'
import { createApsProvider } from '../../src/providers/aps/provider.ts'
import type { HostedSetUp } from '../../src/providers/port/hosted.ts'
import type {
  Provider,
  ProviderCommand,
  ProviderHealth,
  ProviderRequest,
  WebhookNotice,
} from '../../src/providers/port/provider.ts'
import type { ProviderRegistry } from '../../src/providers/port/registry.ts'
import { createPproProvider } from '../../src/providers/ppro/provider.ts'
import { noOwnAccounts } from '../../test/support/world/no-own-accounts.ts'
import type { Scheduler } from '../engine/scheduler.ts'
import type { HostedProvider } from './hosted-provider.ts'
import type { KeyedProvider } from './keyed-provider.ts'
import { type Absence, ask, send, type Weather } from './network.ts'
import { decode, encode } from './wire-json.ts'

/**
 * The providers of one process, connected to both model providers. Verbs and guarantees are those of the real adapters.
 */
export interface Providers {
  readonly keyed: KeyedProvider
  readonly hosted: HostedProvider
}

interface Line {
  readonly scheduler: Scheduler
  readonly weather: Weather
  readonly owner: string
}

const silent = { debug() {}, info() {}, warn() {}, error() {}, fatal() {} } as unknown as Log
const account = { apiKey: '', merchantId: '', webhookSecret: '', simulated: true }
const apsAccount = {
  apiUrl: 'https://aps.test/api',
  pageUrl: 'https://aps.test/page',
  accessCode: '',
  merchantIdentifier: '',
  shaRequestPhrase: '',
  shaResponsePhrase: '',
  shaType: 'SHA-256',
  simulated: true,
} as const
/** The guarantees of the real adapters, which never send anything here. */
const real = {
  keyed: createPproProvider({ baseUrl: 'https://ppro.test', ...account }, { log: silent }),
  hosted: createApsProvider(apsAccount, { log: silent }),
}

export function createRegistry(line: Line, { keyed, hosted }: Providers): ProviderRegistry {
  const found: readonly Provider[] = [
    { ...promisesOf(real.keyed), ...adapter(line, keyed) },
    { ...promisesOf(real.hosted), ...adapter(line, hosted), hosted: hostedSetUp(hosted) },
  ]
  return {
    entries: found.map(provider => {
      const { code, name, capabilities } = provider
      return { code, name, capabilities, provider, show: () => undefined }
    }),
    find: code => found.find(provider => provider.code === code),
    ...noOwnAccounts,
  }
}

function promisesOf({ name, capabilities, idempotencySupport, readsAgreements }: Provider) {
  return { name, capabilities, idempotencySupport, readsAgreements }
}

function adapter(line: Line, model: KeyedProvider | HostedProvider) {
  return {
    code: model.code,
    simulated: true,
    modes: ['TEST'] as const,
    prepare: (command: ProviderCommand) => ({ ok: true, request: requestOf(command) }) as const,
    send: (request: ProviderRequest, { deadlineMs }) => send(line, model, request, deadlineMs),
    queryStatus: (question, { deadlineMs }) => ask(line, model, question, deadlineMs),
    receive: ({ rawBody, headers }) =>
      headers['signature'] === 'genuine'
        ? { verdict: 'accepted', notice: readNotice(rawBody) }
        : { verdict: 'forged', reason: 'no signature' },
    read: rawBody => readNotice(rawBody),
    health: () => healthOf(line.weather.away(model.code)),
  } satisfies Partial<Provider>
}

function healthOf(absence: Absence | undefined): ProviderHealth {
  const shared = { successRate: 1, p95LatencyMs: 1, lastFailureAt: null }
  if (!absence?.circuitOpen) return { circuit: 'CLOSED', retryAfter: null, ...shared }
  return { circuit: 'OPEN', retryAfter: new Date(absence.untilMs), ...shared }
}

function readNotice(rawBody: Uint8Array): WebhookNotice {
  return decode<WebhookNotice>(Buffer.from(rawBody).toString('utf8'))
}

function requestOf(command: ProviderCommand): ProviderRequest {
  const { verb, providerKey, sentReference } = command
  const amount = 'amount' in command ? command.amount : undefined
  return {
    method: 'POST',
    path: `/${verb}`,
    body: encode(command),
    providerKey,
    verb,
    expected: { sentReference, ...(amount && { amount: amount.value.toString(), currency: amount.currency }) },
  }
}

/** The consumer's browser takes a reference to the card page and brings the result back. */
function hostedSetUp(model: HostedProvider): HostedSetUp {
  return {
    check: () => undefined,
    form: ({ sentReference: reference, returnUrl }) => ({
      action: 'https://card.test/',
      fields: { reference, returnUrl },
    }),
    readReturn({ reference, result, signature }) {
      if (signature !== 'genuine' || reference === undefined) return { verdict: 'forged', reason: 'no signature' }
      const sentReference = reference
      if (result === 'card')
        return { verdict: 'instrument', sentReference, instrument: { type: 'CARD', token: `token-${reference}` } }
      if (result === 'refused') {
        const failure = {
          kind: 'CANCELED',
          code: 'CANCELED_BY_CONSUMER',
          advice: 'DO_NOT_RETRY',
          message: 'Canceled.',
        } as const
        return { verdict: 'refused', sentReference, failure }
      }
      const reports = model.resultOf(reference)
      return reports.length > 0
        ? { verdict: 'result', sentReference, reports }
        : { verdict: 'undecided', sentReference, reason: 'pending' }
    },
  }
}
