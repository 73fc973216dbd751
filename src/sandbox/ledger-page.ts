import type { Ledger, LedgerCharge } from './simulator.ts'
import { escapeHtml } from './web/http.ts'
import { moneyText } from './web/money.ts'
import { page } from './web/page.ts'
import { table } from './web/table.ts'

/** Rows of each table. The JSON has all. */
const SHOWN = 200

/** The ledger for a browser, the newest first. @param find Shows only what contains this text, e.g. an id or a reference. */
export function ledgerPage(ledger: Ledger, find: string): string {
  const { agreements, charges, webhooks } = found(ledger, find)
  const body = `
    <h1>The ledger</h1>
    <p>What the simulated providers believe. <a href="/">All about the simulators</a> ·
    <a href="/control/ledger?format=json">The same as JSON</a></p>
    <form class="find" method="get"><label>Find an id, a reference or a status<input name="find" value="${escapeHtml(find)}"></label>
    <button>Find</button></form>
    ${section('Charges', charges, ['Created', 'Charge', 'Status', 'Amount', 'Captured', 'Refunded', 'Voided', 'Agreement', 'Reference'], chargeRow, [3, 4, 5, 6])}
    ${section('Agreements', agreements, ['Created', 'Agreement', 'Status', 'Payment method', 'Reference'], agreementRow)}
    ${section('Webhooks', webhooks, ['Provider', 'Type', 'About', 'Tries', 'Delivered'], webhookRow, [3])}`
  return page('The ledger', body, { layout: 'wide' })
}

function found({ agreements, charges, webhooks }: Ledger, find: string): Ledger {
  const text = find.trim().toLowerCase()
  const isFound = (entry: object) => Object.values(entry).some(value => String(value).toLowerCase().includes(text))
  return {
    agreements: agreements.filter(isFound).reverse(),
    charges: charges.filter(isFound).reverse(),
    webhooks: webhooks.filter(isFound).reverse(),
  }
}

function section<Entry>(
  title: string,
  entries: readonly Entry[],
  columns: readonly string[],
  row: (entry: Entry) => string[],
  numbers: readonly number[] = [],
): string {
  const heading = `<h2>${title} (${entries.length})</h2>`
  if (entries.length === 0) return `${heading}<p class="soft">None.</p>`
  const more =
    entries.length > SHOWN ? `<p class="soft">The latest ${SHOWN} of ${entries.length}. Find the others above.</p>` : ''
  return `${heading}${table({ columns, rows: entries.slice(0, SHOWN).map(row), numbers, label: title })}${more}`
}

function chargeRow(charge: LedgerCharge): string[] {
  const { provider, id, reference, agreementId, amount, currency, status, captured, refunded, voided, createdAt } =
    charge
  const optional = (value: number) => (value === 0 ? '–' : moneyText(value, currency))
  return [
    time(createdAt),
    `${provider} ${link(id)}`,
    state(status, { CAPTURED: 'good', FAILED: 'bad', PENDING: 'wait', AUTHORIZED: 'wait' }),
    moneyText(amount, currency),
    optional(captured),
    optional(refunded),
    optional(voided),
    agreementId === null ? '–' : link(agreementId),
    reference === null ? '–' : link(reference),
  ]
}

function agreementRow({
  provider,
  id,
  reference,
  status,
  paymentMethod,
  createdAt,
}: Ledger['agreements'][number]): string[] {
  return [
    time(createdAt),
    `${provider} ${link(id)}`,
    state(status, { ACTIVE: 'good', FAILED: 'bad', AUTHENTICATION_PENDING: 'wait' }),
    escapeHtml(paymentMethod),
    reference === null ? '–' : link(reference),
  ]
}

function webhookRow({ provider, type, subject, attempts, delivered }: Ledger['webhooks'][number]): string[] {
  return [
    provider,
    escapeHtml(type),
    link(subject),
    String(attempts),
    state(delivered ? 'yes' : 'no', { yes: 'good', no: 'wait' }),
  ]
}

/** An id or a reference that leads to everything it is in. */
function link(id: string): string {
  return `<a href="?find=${encodeURIComponent(id)}"><code>${escapeHtml(id)}</code></a>`
}

function state(status: string, kinds: Readonly<Record<string, string>>): string {
  return `<span class="state ${kinds[status] ?? ''}">${escapeHtml(status)}</span>`
}

function time(iso: string): string {
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 19).replace('T', ' '))}</time>`
}
