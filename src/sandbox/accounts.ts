import type { ApsAccount } from './aps/account.ts'
import type { Inferences as ApsInferences } from './aps/inferences.ts'
import { openApsSimulator } from './aps/simulator.ts'
import type { Inferences as PproInferences } from './ppro/inferences.ts'
import { openPproSimulator, type PproAccount } from './ppro/simulator.ts'
import type { Simulator } from './simulator.ts'

export type SandboxAccount = ({ readonly provider: 'PPRO' } & PproAccount) | ({ readonly provider: 'APS' } & ApsAccount)

export function nameOf(account: SandboxAccount): string {
  return account.provider === 'PPRO' ? account.merchantId : account.merchantIdentifier
}

type Surroundings = Omit<Parameters<typeof openPproSimulator>[0], 'account' | 'file' | 'inferences'>

type AllInferences = {
  readonly ppro: Partial<PproInferences> | undefined
  readonly aps: Partial<ApsInferences> | undefined
}

/**
 * The accounts at the providers. Each is a simulator with its own ledger, so that no account knows the data of another.
 * The ledger of each provider's first account has the provider's name.
 */
export class Accounts {
  readonly simulators: Simulator[] = []
  readonly #surroundings: Surroundings
  readonly #inferences: AllInferences
  readonly #accounts = new Map<string, SandboxAccount>()

  constructor(surroundings: Surroundings, inferences: AllInferences) {
    this.#surroundings = surroundings
    this.#inferences = inferences
  }

  /** Adds an account, or changes the credentials of the one with this name. */
  set(account: SandboxAccount): void {
    const key = `${account.provider} ${nameOf(account)}`
    const known = this.#accounts.get(key)
    if (known) {
      Object.assign(known, { otherApiKeys: undefined, former: undefined }, account)
      return
    }
    const kept = { ...account }
    this.#accounts.set(key, kept)
    this.simulators.push(this.#open(kept))
  }

  #open(account: SandboxAccount): Simulator {
    const isFirst = !this.simulators.some(({ provider }) => provider === account.provider)
    const name = nameOf(account).replace(/[^A-Za-z0-9_-]/g, letter => `.${letter.charCodeAt(0)}.`)
    const file = `${account.provider.toLowerCase()}${isFirst ? '' : `-${name}`}.jsonl`
    const shared = { ...this.#surroundings, file }
    return account.provider === 'PPRO'
      ? openPproSimulator({ ...shared, account, inferences: this.#inferences.ppro })
      : openApsSimulator({ ...shared, account, inferences: this.#inferences.aps })
  }
}
