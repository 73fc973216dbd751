import { Gauge } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'
import type { Restored } from '../../operations/command/deps.ts'
import type { Provider } from '../../providers/port/provider.ts'
import type { ProviderRegistry } from '../../providers/port/registry.ts'
import type { Database } from '../../store/sql/database.ts'

const CIRCUITS = ['CLOSED', 'HALF_OPEN', 'OPEN'] as const

/** How many accounts of each provider this process may call now. */
export function meterCircuits(registry: Pick<ProviderRegistry, 'entries' | 'ownProviders'>, metrics: Metrics): void {
  new Gauge({
    name: 'perennial_provider_circuits',
    help: 'Accounts at a provider by the state of their circuit; OPEN: nothing is sent for some seconds.',
    labelNames: ['provider', 'state'],
    registers: [metrics.registry],
    collect() {
      this.reset()
      const providers: Provider[] = [...registry.entries.flatMap(({ provider }) => provider ?? [])]
      providers.push(...registry.ownProviders())
      for (const { code } of registry.entries)
        for (const state of CIRCUITS) {
          const count = providers.filter(one => one.code === code && one.health().circuit === state).length
          this.set({ provider: code, state }, count)
        }
    },
  })
}

/** How much of its connections to PostgreSQL this process uses. */
export function meterPool({ pool }: Pick<Database, 'pool'>, { registry }: Metrics): void {
  new Gauge({
    name: 'perennial_database_connections',
    help: 'Connections to PostgreSQL: idle, busy, and the most that may be open (max).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'max' }, pool.options.max ?? 0)
    },
  })
}

/** Whether an operator still has to finish a restore. */
export function meterRestore(restored: Restored | undefined, now: () => Date, { registry }: Metrics): void {
  new Gauge({
    name: 'perennial_restore_step',
    help: 'After a restore from a backup: 2 while no schedule charges, 1 while providers are queried before each payment, then 0.',
    registers: [registry],
    collect() {
      const asks = restored !== undefined && now() < restored.asksFirstUntil
      this.set(restored?.schedulesHeld === true ? 2 : Number(asks))
    },
  })
}
