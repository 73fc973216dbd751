import { CONTROL_CALLS } from './control/calls.ts'
import type { Ledger, MagicAmount, Simulator } from './simulator.ts'
import { escapeHtml } from './web/http.ts'
import { moneyText } from './web/money.ts'
import { page } from './web/page.ts'
import { table } from './web/table.ts'

type IndexPageParts = {
  readonly simulators: readonly Simulator[]
  readonly ledger: Ledger
  /** The sandbox's time. */
  readonly now: string
  /** Where browsers reach the sandbox. */
  readonly url: string
}

/** The page for a browser that opens the sandbox: what is here, and where. */
export function indexPage({ simulators, ledger, now, url }: IndexPageParts): string {
  const body = `
    <h1>Perennial sandbox</h1>
    <p>Simulators of the payment providers PPRO and Amazon Payment Services (APS). They approve everything, unless an amount, a script or a
    fault says otherwise.</p>
    <nav aria-label="On this page"><a href="#amounts">Amounts that decline</a>
    <a href="#control">Control calls</a><a href="#ppro">PPRO</a><a href="#aps">APS and test cards</a></nav>
    <div class="tiles">${tiles(ledger, now)}</div>
    <h2 id="amounts">Amounts that decide an outcome</h2>
    <p>The value is in minor units, as the API takes it, and means the same in every currency.</p>
    ${amounts(simulators)}
    <h2 id="control">Control calls</h2>
    <p>For tests and demos. They need no key. A refused call changes nothing and lists every issue.</p>
    ${CONTROL_CALLS.map(call => controlCall(call, url)).join('')}
    ${simulators.map(each => section(each, simulators)).join('')}`
  return page('Perennial sandbox', body, { layout: 'wide' })
}

/** If a provider has several accounts, the first has the name that links use. */
function section(simulator: Simulator, simulators: readonly Simulator[]): string {
  const isFirst = simulators.find(({ path }) => path === simulator.path) === simulator
  return `<section${isFirst ? ` id="${simulator.path.slice(1)}"` : ''}>${simulator.description()}</section>`
}

function tiles({ agreements, charges, webhooks }: Ledger, now: string): string {
  const waiting = webhooks.filter(({ delivered }) => !delivered).length
  return [
    `<div class="sheet"><h2><a href="/control/ledger">The ledger</a></h2><p>The providers’ records: ${agreements.length} agreements,
    ${charges.length} charges, ${webhooks.length} webhooks, ${waiting} of them not delivered.</p></div>`,
    `<div class="sheet"><h2><a href="/control/clock">The clock</a></h2><p>It is <time>${now}</time> here. The sandbox clock of the gateway moves
    this one too.</p></div>`,
    `<div class="sheet"><h2><a href="#aps">Pay by card</a></h2><p>Published test cards. On the card form, press one to fill it in.</p></div>`,
  ].join('')
}

function amounts(simulators: readonly Simulator[]): string {
  const providers = [...new Set(simulators.map(({ provider }) => provider))]
  const rows = magicAmounts(simulators).map(({ value, outcome, operations }) => [
    `<code>${value}</code>`,
    `<code>${escapeHtml(outcome)}</code>`,
    moneyText(value, 'USD'),
    ...providers.map(provider => operations.get(provider)?.join(', ') ?? '–'),
  ])
  return table({
    label: 'Amounts that decide an outcome',
    columns: ['Value', 'Outcome', 'In USD', ...providers],
    rows,
    numbers: [2],
  })
}

type ListedAmount = {
  readonly value: number
  readonly outcome: string
  /** Of each provider that knows the amount. */
  readonly operations: Map<string, MagicAmount['operations']>
}

/** The amounts of all providers, by value. */
function magicAmounts(simulators: readonly Simulator[]): ListedAmount[] {
  const listed = new Map<string, ListedAmount>()
  for (const { provider, magicAmounts: own } of simulators) {
    for (const { value, outcome, operations } of own) {
      const key = `${value} ${outcome}`
      const amount = listed.get(key) ?? { value, outcome, operations: new Map() }
      amount.operations.set(provider, operations)
      listed.set(key, amount)
    }
  }
  return [...listed.values()].sort((one, other) => one.value - other.value)
}

function controlCall({ call, does, example }: (typeof CONTROL_CALLS)[number], url: string): string {
  const address = `${url}${call.slice(call.indexOf('/'))}`
  const curl = example === undefined ? `curl ${address}` : `curl ${address} -d '${example}'`
  return `<h3><code>${call}</code></h3><p>${escapeHtml(does)}</p>
    <pre tabindex="0"><code>${escapeHtml(curl)}</code></pre>`
}
