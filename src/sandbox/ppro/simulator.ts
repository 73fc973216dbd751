import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Faults } from '../faults/faults.ts'
import { Settings } from '../faults/settings.ts'
import type { RevokeResult, Revoker, Simulator } from '../simulator.ts'
import { Engine as SharedEngine } from '../storage/engine.ts'
import { Store } from '../storage/store.ts'
import type { Agenda } from '../time/agenda.ts'
import type { SandboxClock } from '../time/clock.ts'
import { headerOf } from '../web/http.ts'
import { WebhookSender } from '../webhook-sender.ts'
import { revokeAgreement } from './agreements/agreements.ts'
import { CONSUMER_PAGE_PATH, handleConsumerPage } from './agreements/consumer-page.ts'
import { Api } from './api/api.ts'
import { isAuthenticated } from './api/gate.ts'
import { RateLimits } from './api/rate-limits.ts'
import { describePpro } from './description.ts'
import { type Engine, forgetExpiredKeys, performTask } from './engine.ts'
import { DEFAULT_INFERENCES, type Inferences } from './inferences.ts'
import { ledgerOf, PROVIDER } from './ledger.ts'
import { isOutcome, MAGIC_AMOUNTS } from './outcomes.ts'
import { openTables, type Surroundings, type Tables, Unit } from './unit.ts'
import { webhookProtocol } from './webhooks/webhook-protocol.ts'

export type PproAccount = {
  readonly apiKey: string
  /** Also accepted, as while a key is rotated. */
  readonly otherApiKeys?: readonly string[] | undefined
  readonly merchantId: string
  readonly webhookSecret: string
  /** The account's default URL, for objects without a URL of their own. */
  readonly webhookUrl: string
}

type PproSimulatorOptions = {
  /** Read at each use: it can change. */
  readonly account: PproAccount
  /** The journal's name. */
  readonly file?: string
  /** The folder of the sandbox's files. */
  readonly directory: string
  /** Where a consumer's browser reaches the sandbox, without a trailing slash. */
  readonly publicUrl: string
  readonly clock: SandboxClock
  readonly agenda: Agenda
  readonly inferences?: Partial<Inferences> | undefined
}

const PATH = '/ppro'

/** Opens PPRO's ledger in `directory` and resumes its pending tasks. @throws if the journal is damaged */
export function openPproSimulator(options: PproSimulatorOptions): Simulator {
  const { account, clock, agenda } = options
  let webhookUrl: string | undefined
  const store = new Store(join(options.directory, options.file ?? 'ppro.jsonl'))
  const settings = new Settings(store)
  const tables = openTables(store)
  const faults = new Faults(() => settings.faultPlan)
  const rateLimits = new RateLimits(settings.rateLimit)
  const surroundings: Surroundings = {
    tables,
    settings,
    clock,
    inferences: { ...DEFAULT_INFERENCES, ...options.inferences },
    merchantId: account.merchantId,
    authenticationUrl: id => `${options.publicUrl}${PATH}${CONSUMER_PAGE_PATH}${id}`,
  }
  const delivery = new WebhookSender({
    webhooks: tables.webhooks,
    transaction: work => store.transaction(work),
    clock,
    agenda,
    faults,
    protocol: webhookProtocol(() => account.webhookSecret),
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
  const searches = {
    chargesByReference: tables.charges.indexBy(charge => charge.reference),
    chargesByAgreement: tables.charges.indexBy(charge => charge.agreementId),
  }
  const api = new Api({ credentials: account, rateLimits, faults, engine, delivery, surroundings, searches })
  forgetExpiredKeys(store, surroundings)
  engine.resume()

  return {
    provider: PROVIDER,
    path: PATH,
    account: account.merchantId,
    serves: async (request, url) => isFor(account, tables, request, url),
    description: () => describePpro(account, surroundings.inferences),
    magicAmounts: MAGIC_AMOUNTS,
    handle: (request: IncomingMessage, response: ServerResponse, url: URL) =>
      url.pathname.startsWith(CONSUMER_PAGE_PATH)
        ? handleConsumerPage({ tables, engine, delivery }, request, response, url)
        : api.handle(request, response, url),
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
      rateLimits.set(perSecond)
    },
    reset: () => {
      store.transaction(() => settings.reset())
      faults.forgetTries()
      rateLimits.set(settings.rateLimit)
    },
    revokeAgreement: (agreementId, by) => revoke(engine, agreementId, by),
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

function isFor(account: PproAccount, { authentications }: Tables, request: IncomingMessage, url: URL): boolean {
  if (url.pathname.startsWith(CONSUMER_PAGE_PATH))
    return authentications.get(url.pathname.slice(CONSUMER_PAGE_PATH.length)) !== undefined
  const merchantId = headerOf(request, 'merchant-id')
  return merchantId === undefined ? isAuthenticated(request, account) : merchantId === account.merchantId
}

function revoke(engine: Engine, agreementId: string, by: Revoker): RevokeResult {
  return engine.run(unit => {
    const agreement = unit.tables.agreements.get(agreementId)
    if (!agreement) return 'not-found'
    return revokeAgreement(unit, agreement, `REVOKED_BY_${by}`) ? 'revoked' : 'not-active'
  })
}
