import type { ProviderCode } from '../../../src/domain/enums.ts'
import type { FaultKind } from '../../../src/sandbox/faults/faults.ts'
import type { ScriptedOperation } from '../../../src/sandbox/faults/settings.ts'
import type { Ledger, LedgerCharge, Revoker } from '../../../src/sandbox/simulator.ts'

/** The simulator's control interface, for one provider. */
export class SandboxControl {
  readonly #url: string
  readonly #provider: ProviderCode

  constructor(sandboxUrl: string, provider: ProviderCode) {
    this.#url = `${sandboxUrl}/control`
    this.#provider = provider
  }

  reset(): Promise<unknown> {
    return this.#post('reset', {})
  }

  /** Every call gets these faults from now on. */
  async faults(faults: readonly FaultKind[], delayMs: readonly [number, number] = [0, 0]): Promise<void> {
    const rates = Object.fromEntries(faults.map(fault => [fault, 1]))
    await this.#post('faults', { provider: this.#provider, seed: 1, rates, delayMs })
  }

  async outcomes(operation: ScriptedOperation, outcomes: readonly string[]): Promise<void> {
    await this.#post('outcomes', { provider: this.#provider, operation, outcomes })
  }

  async limit(perSecond: number): Promise<void> {
    await this.#post('limits', { provider: this.#provider, perSecond })
  }

  async revoke(agreementReference: string, by: Revoker): Promise<void> {
    await this.#post(`agreements/${encodeURIComponent(agreementReference)}/revoke`, { by })
  }

  /** Advances the simulators' clock; due work on the way is done, webhooks included. */
  async advance(byMs: number): Promise<void> {
    const { now } = (await this.#call('clock', { method: 'GET' })) as { now: string }
    await this.#post('clock', { to: new Date(Date.parse(now) + byMs).toISOString() })
  }

  async agreements(): Promise<Ledger['agreements']> {
    return (await this.#ledger()).agreements.filter(({ provider }) => provider === this.#provider)
  }

  async charges(): Promise<readonly LedgerCharge[]> {
    return (await this.#ledger()).charges.filter(({ provider }) => provider === this.#provider)
  }

  async #ledger(): Promise<Ledger> {
    return (await this.#call('ledger', { method: 'GET' })) as Ledger
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.#call(path, { method: 'POST', body: JSON.stringify(body) })
  }

  async #call(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${this.#url}/${path}`, init)
    const text = await response.text()
    if (!response.ok) throw new Error(`control call ${path} was refused: ${text}`)
    return JSON.parse(text)
  }
}
