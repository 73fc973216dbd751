import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import { nameOf, type SandboxAccount } from '../accounts.ts'
import { ledgerPage } from '../ledger-page.ts'
import type { Ledger, Simulator } from '../simulator.ts'
import type { TimeTravel } from '../time/advance.ts'
import type { Agenda } from '../time/agenda.ts'
import { isoTime, type SandboxClock } from '../time/clock.ts'
import { type Answer, BodyTooLarge, headerOf, htmlAnswer, jsonAnswer, readBody, sendAnswer } from '../web/http.ts'
import { matchRoute, type RoutePattern } from '../web/router.ts'
import {
  accountRequest,
  clockRequest,
  faultsRequest,
  limitsRequest,
  outcomesRequest,
  resetRequest,
  revokeRequest,
} from './schemas.ts'

export type ControlParts = {
  readonly simulators: readonly Simulator[]
  readonly setAccount: (account: SandboxAccount) => void
  readonly clock: SandboxClock
  readonly agenda: Agenda
  readonly timeTravel: TimeTravel
  /** Where browsers reach the sandbox. */
  readonly publicUrl: string
  /** The same by every name that it has: the only pages that may use the control calls. */
  readonly ownOrigins: ReadonlySet<string>
  /** Requests to the providers that have no answer yet. */
  readonly requests: Set<object>
}

type ControlRoute = RoutePattern & {
  readonly answer: (
    parts: ControlParts,
    request: {
      readonly params: Readonly<Record<string, string>>
      readonly body: unknown
      readonly query: URLSearchParams
      /** Whether it is a browser that asks for a page. */
      readonly wantsPage: boolean
    },
  ) => Promise<Answer> | Answer
}

/** A refused call, with every issue. */
class ControlError extends Error {
  readonly status: number
  readonly issues: ReadonlyArray<{ path: readonly PropertyKey[]; message: string }>

  constructor(status: number, issues: ControlError['issues']) {
    super('control call refused')
    this.status = status
    this.issues = issues
  }
}

const ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: '/control/ledger', answer: showLedger },
  { method: 'POST', path: '/control/faults', answer: setFaults },
  { method: 'POST', path: '/control/outcomes', answer: setOutcomes },
  { method: 'POST', path: '/control/limits', answer: setLimits },
  { method: 'POST', path: '/control/accounts', answer: setAccount },
  { method: 'POST', path: '/control/agreements/{id}/revoke', answer: revoke },
  { method: 'GET', path: '/control/clock', answer: parts => clockAnswer(parts) },
  { method: 'POST', path: '/control/clock', answer: advance },
  { method: 'POST', path: '/control/reset', answer: reset },
]

/** Answers a control call. A refused one changes nothing and returns every issue: `{ issues: [{ path, message }] }`. */
export async function handleControl(
  parts: ControlParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    refuseForeignPages(parts, request)
    const match = matchRoute(ROUTES, request.method ?? '', url.pathname)
    if (!('route' in match)) throw notFound(match.allowedMethods)
    const body = match.route.method === 'POST' ? await readControlBody(request) : null
    const wantsPage = headerOf(request, 'accept')?.includes('text/html') ?? false
    sendAnswer(
      response,
      await match.route.answer(parts, { params: match.params, body, query: url.searchParams, wantsPage }),
    )
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    sendAnswer(response, jsonAnswer(error.status, { issues: error.issues }))
  }
}

/**
 * The control calls need no key, so a page of another origin must not be able to send them through a developer's
 * browser. Browsers name the origin of every POST; programs such as curl name none.
 */
function refuseForeignPages({ ownOrigins }: ControlParts, request: IncomingMessage): void {
  const origin = headerOf(request, 'origin')
  const isForeign =
    origin === undefined ? headerOf(request, 'sec-fetch-site') === 'cross-site' : !ownOrigins.has(origin)
  if (isForeign)
    throw new ControlError(403, [{ path: [], message: 'Pages of another origin must not use the control calls' }])
}

/** JSON, unless a browser asks for a page and not for JSON by name. */
function showLedger({ simulators }: ControlParts, { query, wantsPage }: RouteRequest): Answer {
  const ledger = mergedLedger(simulators)
  const answer =
    wantsPage && query.get('format') !== 'json'
      ? htmlAnswer(200, ledgerPage(ledger, query.get('find') ?? ''))
      : jsonAnswer(200, ledger)
  return { ...answer, headers: { ...answer.headers, vary: 'accept' } }
}

function setFaults({ simulators }: ControlParts, { body }: { body: unknown }): Answer {
  const { provider, ...plan } = parsed(faultsRequest(simulators), body)
  for (const simulator of chosen(simulators, provider)) simulator.setFaults(plan)
  return jsonAnswer(200, { provider: provider ?? null, ...plan })
}

function setOutcomes({ simulators }: ControlParts, { body }: { body: unknown }): Answer {
  const request = parsed(outcomesRequest(simulators), body)
  for (const simulator of chosen(simulators, request.provider)) {
    simulator.scriptOutcomes(request.operation, request.agreementId ?? null, request.outcomes)
  }
  return jsonAnswer(200, request)
}

function setLimits({ simulators }: ControlParts, { body }: { body: unknown }): Answer {
  const request = parsed(limitsRequest(simulators), body)
  for (const simulator of chosen(simulators, request.provider)) simulator.setRateLimit(request.perSecond)
  return jsonAnswer(200, request)
}

/** Answers only with the account's name, because everything else in an account is credentials. */
function setAccount(parts: ControlParts, { body }: RouteRequest): Answer {
  const account = parsed(accountRequest, body)
  parts.setAccount(account)
  return jsonAnswer(200, { provider: account.provider, account: nameOf(account) })
}

type RouteRequest = Parameters<ControlRoute['answer']>[1]

function revoke({ simulators }: ControlParts, { params, body }: RouteRequest): Answer {
  const { by } = parsed(revokeRequest, body)
  const id = params['id'] ?? ''
  const simulator = simulators.find(candidate => candidate.hasAgreement(id))
  const result = simulator?.revokeAgreement(id, by) ?? 'not-found'
  if (result === 'not-found') throw new ControlError(404, [{ path: ['id'], message: 'No such agreement' }])
  if (result === 'not-active') throw new ControlError(409, [{ path: ['id'], message: 'The agreement is not active' }])
  return jsonAnswer(
    200,
    simulator?.ledger().agreements.find(agreement => agreement.id === id),
  )
}

async function advance(parts: ControlParts, { body }: RouteRequest): Promise<Answer> {
  const { to } = parsed(clockRequest(parts.clock.now()), body)
  await parts.timeTravel.advance(Date.parse(to))
  return clockAnswer(parts)
}

function reset({ simulators }: ControlParts, { body }: RouteRequest): Answer {
  parsed(resetRequest, body)
  for (const simulator of simulators) simulator.reset()
  return jsonAnswer(200, {})
}

/** `inFlight`: requests and webhook deliveries that can still have an effect at the current time. */
function clockAnswer({ clock, agenda, requests }: ControlParts): Answer {
  const nextDueAtMs = agenda.nextDueAtMs()
  return jsonAnswer(200, {
    now: isoTime(clock.now()),
    nextDue: nextDueAtMs === null ? null : isoTime(nextDueAtMs),
    inFlight: agenda.inFlight + requests.size,
  })
}

export function mergedLedger(simulators: readonly Simulator[]): Ledger {
  const ledgers = simulators.map(simulator => simulator.ledger())
  return {
    agreements: ledgers.flatMap(ledger => ledger.agreements),
    charges: ledgers.flatMap(ledger => ledger.charges),
    webhooks: ledgers.flatMap(ledger => ledger.webhooks),
  }
}

function chosen(simulators: readonly Simulator[], provider: string | undefined): readonly Simulator[] {
  return simulators.filter(simulator => provider === undefined || simulator.provider === provider)
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new ControlError(
    400,
    result.error.issues.map(({ path, message }) => ({ path, message })),
  )
}

/** An empty body is an empty object, so that `curl -X POST` is enough for a reset. */
async function readControlBody(request: IncomingMessage): Promise<unknown> {
  try {
    const text = (await readBody(request)).toString('utf8')
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new ControlError(413, [{ path: [], message: 'The body is too large' }])
    if (error instanceof SyntaxError) throw new ControlError(400, [{ path: [], message: 'The body is not JSON' }])
    throw error
  }
}

function notFound(allowedMethods: readonly string[]): ControlError {
  if (allowedMethods.length === 0)
    return new ControlError(404, [
      { path: [], message: 'There is no control call at this path. The index page (/) lists all calls.' },
    ])
  return new ControlError(405, [{ path: [], message: `Only ${allowedMethods.join(' and ')} is supported here` }])
}
