import { Gauge } from 'prom-client'
import type { Metrics } from '../../http/metrics.ts'
import type { Deps } from '../../operations/command/deps.ts'
import { type OperatingFigures, operatingFigures } from '../../store/reads/operating-figures.ts'

/** However often it is scraped, a process reads the database's figures this often at most. */
const KEPT_MS = 15_000
/** A scrape does not wait longer; the figures are missing from it then. */
const PATIENCE_MS = 2_000

type Needed = Pick<Deps, 'database' | 'clock' | 'realTime'>

/** What the database knows about unfinished work, read by one statement for many scrapes. */
export function meterDatabase(deps: Needed, { registry }: Metrics, keptMs = KEPT_MS): void {
  const figures = cachedFigures(deps, keptMs)
  const gauge = <Label extends string>(
    { name, help, labels = [] }: { name: string; help: string; labels?: readonly Label[] },
    set: (gauge: Gauge<Label>, figures: OperatingFigures, ageOf: (since: Date | null) => number) => void,
  ) =>
    new Gauge<Label>({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      async collect() {
        this.reset()
        const found = await figures()
        if (found === undefined) {
          // A gauge without labels would be 0 now; the library refuses this for one that has them.
          if (labels.length === 0) this.remove()
          return
        }
        const now = deps.clock.now().getTime()
        set(this, found, since => (since === null ? 0 : Math.max(0, now - since.getTime()) / 1000))
      },
    })
  gauge(
    {
      name: 'perennial_unknown_requests',
      help: 'Provider requests whose outcome is not known, at most 1000. The same in every process.',
    },
    (set, { unknown }) => set.set(unknown),
  )
  gauge(
    {
      name: 'perennial_unknown_oldest_seconds',
      help: 'Age of the oldest provider request whose outcome is not known; 0 if there is none.',
    },
    (set, { unknownSince }, ageOf) => set.set(ageOf(unknownSince)),
  )
  gauge(
    {
      name: 'perennial_needs_attention',
      help: 'Charges and agreements that a person has to decide about, at most 1000 of each.',
      labels: ['kind'],
    },
    (set, { charges, agreements }) => {
      set.set({ kind: 'charge' }, charges)
      set.set({ kind: 'agreement' }, agreements)
    },
  )
  gauge(
    {
      name: 'perennial_queue_due',
      help: 'Rows that are due for a background job and that no worker has, at most 1000 of a table.',
      labels: ['queue'],
    },
    (set, { queues }) => {
      for (const { job, rows } of queues) set.set({ queue: job }, rows)
    },
  )
  gauge(
    {
      name: 'perennial_queue_oldest_due_seconds',
      help: 'For how long the oldest of these rows has been due.',
      labels: ['queue'],
    },
    (set, { queues }, ageOf) => {
      for (const { job, since } of queues) set.set({ queue: job }, ageOf(since))
    },
  )
  gauge(
    {
      name: 'perennial_webhook_endpoints',
      help: 'Endpoints of merchants that get no webhooks, at most 1000 of each state: FAILING (enabled, the last try failed), DISABLED by the gateway.',
      labels: ['state'],
    },
    (set, { failing, disabled }) => {
      set.set({ state: 'FAILING' }, failing)
      set.set({ state: 'DISABLED' }, disabled)
    },
  )
  gauge(
    { name: 'perennial_database_replicas', help: 'Standby servers that are connected to the database.' },
    (set, { replicas }) => set.set(replicas),
  )
  gauge(
    {
      name: 'perennial_database_replication_lag_seconds',
      help: 'Replay lag of the slowest standby; absent if there is none or the account may not see it (pg_monitor).',
    },
    (set, { replicationLag }) => (replicationLag === null ? set.remove() : set.set(replicationLag)),
  )
  gauge(
    {
      name: 'perennial_database_wal_archive_age_seconds',
      help: 'Time since the write-ahead log was last archived; absent if nothing was ever to be archived.',
    },
    (set, { archiveAge }) => (archiveAge === null ? set.remove() : set.set(archiveAge)),
  )
}

/** Undefined while the database does not answer. */
function cachedFigures(
  { database, clock, realTime }: Needed,
  keptMs: number,
): () => Promise<OperatingFigures | undefined> {
  let kept: Promise<OperatingFigures | undefined> | undefined
  let untilMs = 0
  return () => {
    const nowMs = realTime.nowMs()
    if (kept === undefined || nowMs >= untilMs) {
      untilMs = nowMs + keptMs
      let cancel = () => {}
      const late = new Promise<undefined>(resolve => {
        cancel = realTime.after(PATIENCE_MS, () => resolve(undefined))
      })
      const read = operatingFigures(database, clock.now(), new Date(nowMs)).catch(() => undefined)
      kept = Promise.race([read, late]).finally(() => cancel())
    }
    return kept
  }
}
