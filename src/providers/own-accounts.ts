import type { ProviderCode, Tenant } from '../domain/enums.ts'
import type { OwnAccount, ProviderConfig } from './port/account.ts'
import type { Provider } from './port/provider.ts'

type Adapter = Provider & { close(): Promise<void> }

interface Kept {
  readonly account: OwnAccount
  readonly adapter: Adapter
  /** Stays the same when credentials are rotated, so that a request in progress continues with the new ones. */
  readonly provider: Provider
  swap(adapter: Adapter): void
}

/** Providers by the accounts of merchants: each with connections, a circuit breaker and a rate limit of its own. */
export class AccountTable {
  readonly #create: (config: ProviderConfig) => Adapter
  readonly #wrap: (provider: Provider) => Provider
  readonly #kept = new Map<string, Kept>()
  readonly #active = new Map<string, string>()
  readonly #known = new Set<string>()
  readonly #closing = new Set<Promise<void>>()

  /** @param wrap Observes the calls, e.g. to count them. */
  constructor(create: (config: ProviderConfig) => Adapter, wrap: (provider: Provider) => Provider) {
    this.#create = create
    this.#wrap = wrap
  }

  /** Replaces the accounts by the current ones. An account whose version has not risen is left unchanged. */
  put(accounts: readonly OwnAccount[]): void {
    for (const account of accounts) {
      const before = this.#kept.get(account.id)
      if (before !== undefined && before.account.version >= account.version) continue
      this.#keep(account, before)
      const key = keyOf(account.provider, account.tenant)
      this.#known.add(key)
      if (account.status === 'ACTIVE') this.#active.set(key, account.id)
      else if (this.#active.get(key) === account.id) this.#active.delete(key)
    }
  }

  /** See OwnAccounts. */
  accountOf(code: ProviderCode, tenant: Tenant): string | null | undefined {
    const key = keyOf(code, tenant)
    return this.#known.has(key) ? this.#active.get(key) : null
  }

  own(accountId: string): OwnAccount | undefined {
    return this.#kept.get(accountId)?.account
  }

  find(code: ProviderCode, accountId: string): Provider | undefined {
    const kept = this.#kept.get(accountId)
    return kept?.account.provider === code ? kept.provider : undefined
  }

  all(): readonly Provider[] {
    return [...this.#kept.values()].map(({ provider }) => provider)
  }

  named(code: ProviderCode, name: string): readonly string[] {
    return [...this.#kept.values()].flatMap(({ account }) =>
      account.provider === code && account.name === name ? [account.id] : [],
    )
  }

  async close(): Promise<void> {
    await Promise.all([...this.#closing, ...[...this.#kept.values()].map(({ adapter }) => adapter.close())])
  }

  #keep(account: OwnAccount, before: Kept | undefined): void {
    const adapter = this.#create(account.config)
    if (before === undefined) {
      this.#kept.set(account.id, { account, adapter, ...swappable(this.#wrap(adapter), this.#wrap) })
      return
    }
    before.swap(adapter)
    this.#kept.set(account.id, { ...before, account, adapter })
    // Calls in progress end with the credentials with which they began.
    const closed = before.adapter.close().finally(() => this.#closing.delete(closed))
    this.#closing.add(closed)
  }
}

/**
 * A provider whose adapter can be replaced. Callers must not keep any part of it, neither a method nor the value of
 * `hosted`.
 */
function swappable(first: Provider, wrap: (provider: Provider) => Provider): Pick<Kept, 'provider' | 'swap'> {
  let present = first
  return {
    provider: new Proxy(first, { get: (_first, name) => Reflect.get(present, name) }),
    swap: adapter => {
      present = wrap(adapter)
    },
  }
}

function keyOf(code: ProviderCode, { merchantId, mode }: Tenant): string {
  return `${code} ${mode} ${merchantId}`
}
