import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Accounts, type SandboxAccount } from './accounts.ts'
import { type ApsAccount, DEFAULT_APS_ACCOUNT } from './aps/account.ts'
import type { Inferences as ApsInferences } from './aps/inferences.ts'
import { type ControlParts, handleControl, mergedLedger } from './control/control.ts'
import { indexPage } from './index-page.ts'
import type { Inferences as PproInferences } from './ppro/inferences.ts'
import type { PproAccount } from './ppro/simulator.ts'
import type { Simulator } from './simulator.ts'
import { Store } from './storage/store.ts'
import { TimeTravel } from './time/advance.ts'
import { Agenda } from './time/agenda.ts'
import { isoTime, SandboxClock } from './time/clock.ts'
import { htmlAnswer, jsonAnswer, sendAnswer } from './web/http.ts'

export type SandboxOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The ledgers are in its folder `sandbox`. */
  readonly dataDir: string
  /** The URL at which browsers reach the sandbox. Default: `http://<host>:<port>`. */
  readonly publicUrl?: string | undefined
  readonly ppro: PproAccount & { readonly inferences?: Partial<PproInferences> | undefined }
  /** Defaults to `DEFAULT_APS_ACCOUNT`, field by field. */
  readonly aps?: (Partial<ApsAccount> & { readonly inferences?: Partial<ApsInferences> | undefined }) | undefined
}

export type Sandbox = {
  readonly url: string
  readonly port: number
  /** Changes the default webhook URL of one provider's account, e.g. `PPRO`, for this process only. */
  setWebhookUrl(provider: string, url: string): void
  /**
   * Adds an account at a provider, or changes the credentials of the account with that name. Its ledger survives a
   * restart, but the account itself must be added again.
   */
  setAccount(account: SandboxAccount): void
  /** Closes connections and stops. Pending tasks continue with the next start on the same folder. */
  close(): Promise<void>
}

/**
 * Starts the simulators and their control interface. The port is taken before any file is opened, so that a second
 * sandbox on the same port cannot touch the first one's ledger.
 * @throws if the port is taken (`EADDRINUSE`) or a ledger is damaged
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const opened = Promise.withResolvers<ControlParts>()
  opened.promise.catch(() => undefined)
  const server = createServer((request, response) => {
    opened.promise.then(parts => route(parts, request, response)).catch(error => fail(response, error))
  })
  const port = await listen(server, options)
  const url = `http://${options.host}:${port}`
  try {
    const { parts, clockStore } = open(options, url)
    opened.resolve(parts)
    return {
      url,
      port,
      setWebhookUrl: (provider, webhookUrl) => simulatorOf(parts.simulators, provider).setWebhookUrl(webhookUrl),
      setAccount: account => parts.setAccount(account),
      close: () => close(server, parts, clockStore),
    }
  } catch (error) {
    opened.reject(error)
    await stopListening(server)
    throw error
  }
}

type ClockSetting = { readonly id: 'clock'; readonly offsetMs: number }

function open(options: SandboxOptions, url: string): { parts: ControlParts; clockStore: Store } {
  const directory = join(options.dataDir, 'sandbox')
  const clockStore = new Store(join(directory, 'clock.jsonl'))
  const settings = clockStore.table<ClockSetting>('settings')
  const clock = new SandboxClock(settings.get('clock')?.offsetMs ?? 0, offsetMs => {
    clockStore.transaction(() => settings.put({ id: 'clock', offsetMs }))
  })
  const agenda = new Agenda(clock, error => report('task-failed', error))
  const surroundings = { directory, publicUrl: options.publicUrl ?? url, clock, agenda }
  const accounts = new Accounts(surroundings, { ppro: options.ppro.inferences, aps: options.aps?.inferences })
  accounts.set({ provider: 'PPRO', ...options.ppro })
  accounts.set({ provider: 'APS', ...DEFAULT_APS_ACCOUNT, ...options.aps })
  const timeTravel = new TimeTravel(clock, agenda)
  const { simulators } = accounts
  const setAccount = (account: SandboxAccount) => accounts.set(account)
  const { publicUrl } = surroundings
  const ownOrigins = originsOf(url, publicUrl)
  const parts = {
    simulators,
    setAccount,
    clock,
    agenda,
    timeTravel,
    publicUrl,
    ownOrigins,
    requests: new Set<object>(),
  }
  return { parts, clockStore }
}

/** The public address, and the names by which a machine calls itself. */
function originsOf(url: string, publicUrl: string): ReadonlySet<string> {
  const { port, origin } = new URL(url)
  return new Set([
    origin,
    new URL(publicUrl).origin,
    ...['localhost', '127.0.0.1'].map(host => `http://${host}:${port}`),
  ])
}

async function route(parts: ControlParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request)
  if (!url) return sendAnswer(response, jsonAnswer(400, { message: 'Malformed URL' }))
  if (url.pathname === '/') return sendAnswer(response, htmlAnswer(200, indexOf(parts)))
  if (url.pathname.startsWith('/control/')) return handleControl(parts, request, response, url)
  const simulators = parts.simulators.filter(({ path }) => url.pathname.startsWith(`${path}/`))
  const [first] = simulators
  if (!first) return sendAnswer(response, jsonAnswer(404, { message: 'Not found' }))
  url.pathname = url.pathname.slice(first.path.length)
  parts.requests.add(request)
  try {
    const simulator = simulators.length === 1 ? first : await servingOf(simulators, request, url)
    await (simulator ?? first).handle(request, response, url)
  } finally {
    parts.requests.delete(request)
  }
}

function indexOf({ simulators, clock, publicUrl }: ControlParts): string {
  return indexPage({ simulators, ledger: mergedLedger(simulators), now: isoTime(clock.now()), url: publicUrl })
}

async function servingOf(
  simulators: readonly Simulator[],
  request: IncomingMessage,
  url: URL,
): Promise<Simulator | undefined> {
  for (const simulator of simulators) if (await simulator.serves(request, url)) return simulator
  return undefined
}

function requestUrl(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '', 'http://sandbox.invalid')
}

/** A client that disconnects while it sends its body is not an error. */
function fail(response: ServerResponse, error: unknown): void {
  if (!response.destroyed) report('request-failed', error)
  sendAnswer(response, jsonAnswer(500, { message: 'Internal error' }))
}

function simulatorOf(simulators: readonly Simulator[], provider: string): Simulator {
  const simulator = simulators.find(candidate => candidate.provider === provider)
  if (!simulator) throw new Error(`there is no simulator of ${provider}`)
  return simulator
}

async function close(server: Server, parts: ControlParts, clockStore: Store): Promise<void> {
  parts.agenda.stop()
  await stopListening(server)
  for (const simulator of parts.simulators) await simulator.close()
  clockStore.close()
}

function listen(server: Server, { host, port }: SandboxOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function stopListening(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function report(event: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${JSON.stringify({ event, reason })}\n`)
}
