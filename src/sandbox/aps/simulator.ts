import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Faults } from '../faults/faults.ts'
import { Settings } from '../faults/settings.ts'
import type { Simulator } from '../simulator.ts'
import { Engine as SharedEngine } from '../storage/engine.ts'
import { Store } from '../storage/store.ts'
import type { Agenda } from '../time/agenda.ts'
import type { SandboxClock } from '../time/clock.ts'
import { jsonAnswer, readBody, sendAnswer } from '../web/http.ts'
import { WebhookSender } from '../webhook-sender.ts'
import type { ApsAccount } from './account.ts'
import { Api, PAYMENT_API_PATH } from './api/api.ts'
import { apsSignature } from './api/signatures.ts'
import type { Values } from './api/validation.ts'
import { describeAps } from './description.ts'
import { type Engine, performTask } from './engine.ts'
import { DEFAULT_INFERENCES, type Inferences } from './inferences.ts'
import { ledgerOf, PROVIDER } from './ledger.ts'
import { isOutcome, MAGIC_AMOUNTS } from './outcomes.ts'
import { handlePaymentPage, PAYMENT_PAGE_PATH } from './pages/payment-page.ts'
import { handleThreeDSecure, SESSION_PARAMETER, THREE_D_SECURE_PATH } from './pages/three-d-secure-page.ts'
import { revokeAgreement } from './payments/agreements.ts'
import { openSearches, openTables, type Surroundings, type Tables, Unit } from './unit.ts'
import { webhookBody, webhookProtocol } from './webhook-protocol.ts'

type ApsSimulatorOptions = {
  /** Read at each use: it can change. */
  readonly account: ApsAccount
  /** The journal's name. */
  readonly file?: string
  /** The folder of the sandbox's files. */
  readonly directory: string
  /** Where a customer's browser reaches the sandbox, without a trailing slash. */
  readonly publicUrl: string
  readonly clock: SandboxClock
  readonly agenda: Agenda
  readonly inferences?: Partial<Inferences> | undefined
}

const PATH = '/aps'

/** Opens APS's ledger in `directory` and resumes its pending tasks. @throws if the journal is damaged */
export function openApsSimulator(options: ApsSimulatorOptions): Simulator {
  const { account, clock, agenda, publicUrl } = options
  let webhookUrl: string | undefined
  const store = new Store(join(options.directory, options.file ?? 'aps.jsonl'))
  const settings = new Settings(store)
  const tables = openTables(store)
  const faults = new Faults(() => settings.faultPlan)
  const surroundings = surroundingsOf(options, settings, tables)
  const delivery = new WebhookSender({
    webhooks: tables.webhooks,
    transaction: work => store.transaction(work),
    clock,
    agenda,
    faults,
    protocol: webhookProtocol(surroundings.inferences.webhookFormat),
    defaultUrl: () => webhookUrl ?? account.webhookUrl,
  })
  const engine: Engine = new SharedEngine({
    store,
    agenda,
    delivery,
    timers: tables.timers,
    newUnit: () => new Unit(surroundings),
    perform: performTask,
  })
  const api = new Api({ account, faults, engine, delivery, surroundings })
  const pageUrl = `${publicUrl}${PATH}${PAYMENT_PAGE_PATH}`
  engine.resume()

  return {
    provider: PROVIDER,
    path: PATH,
    account: account.merchantIdentifier,
    serves: (request, url) => isFor(account, surroundings, request, url),
    description: () => describeAps(account, surroundings.inferences),
    magicAmounts: MAGIC_AMOUNTS,
    handle: async (request: IncomingMessage, response: ServerResponse, url: URL) => {
      switch (url.pathname) {
        case PAYMENT_API_PATH:
          return api.handle(request, response)
        case PAYMENT_PAGE_PATH:
          return handlePaymentPage({ account, engine, surroundings, url: pageUrl }, request, response, url)
        case THREE_D_SECURE_PATH:
          return handleThreeDSecure({ engine, delivery, surroundings }, request, response, url)
        default:
          return sendAnswer(response, jsonAnswer(404, { message: 'Not found' }))
      }
    },
    ledger: () => ledgerOf(tables),
    hasAgreement: agreementId => tables.agreements.get(agreementId) !== undefined,
    knowsOutcome: isOutcome,
    scriptOutcomes: (operation, agreementId, outcomes) =>
      store.transaction(() => settings.setOutcomes(operation, agreementId, outcomes)),
    setFaults: plan => {
      store.transaction(() => settings.setFaultPlan(plan))
      faults.forgetTries()
    },
    setRateLimit: perSecond => {
      store.transaction(() => settings.setRateLimit(perSecond))
      api.setRateLimit(perSecond)
    },
    reset: () => {
      store.transaction(() => settings.reset())
      faults.forgetTries()
      api.setRateLimit(settings.rateLimit)
    },
    revokeAgreement: (agreementId, by) => engine.run(unit => revokeAgreement(unit, agreementId, by)),
    setWebhookUrl: url => {
      webhookUrl = url
    },
    close: async () => {
      await delivery.close()
      await agenda.settled()
      store.close()
    },
  }
}

async function isFor(
  account: ApsAccount,
  { searches }: Surroundings,
  request: IncomingMessage,
  url: URL,
): Promise<boolean> {
  if (url.pathname === THREE_D_SECURE_PATH)
    return searches.orderBySession(url.searchParams.get(SESSION_PARAMETER) ?? '') !== undefined
  if (request.method !== 'POST') return false
  const text = await readBody(request).then(String, () => '')
  const named = text.startsWith('{')
    ? /"merchant_identifier"\s*:\s*"([^"]*)"/.exec(text)?.[1]
    : new URLSearchParams(text).get('merchant_identifier')
  return named === account.merchantIdentifier
}

function surroundingsOf(options: ApsSimulatorOptions, settings: Settings, tables: Tables): Surroundings {
  const { account, clock, publicUrl } = options
  const inferences = { ...DEFAULT_INFERENCES, ...options.inferences }
  const signed = (fields: Values) => {
    const signature = apsSignature(fields, { phrase: account.shaResponsePhrase, shaType: account.shaType })
    return { ...fields, signature: inferences.signatureCase === 'upper' ? signature.toUpperCase() : signature }
  }
  return {
    tables,
    searches: openSearches(tables),
    settings,
    clock,
    inferences,
    signed,
    webhookBody: fields => webhookBody(inferences.webhookFormat, fields),
    authenticationUrl: (sessionId, orderId) => {
      const query = new URLSearchParams({
        [SESSION_PARAMETER]: sessionId,
        paymentId: orderId,
        o: 'pt',
        action: 'retry',
      })
      return `${publicUrl}${PATH}${THREE_D_SECURE_PATH}?${query}`
    },
  }
}
