/** A bug that somebody could make, and the tests that have to notice it. */
export interface Plant {
  readonly name: string
  readonly file: string
  /** Occurs in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** The test files to run; at least one test in them has to fail. */
  readonly tests: readonly string[]
}

export const plants: readonly Plant[] = [
  {
    name: 'drop the unique index: one open provider request per operation',
    file: 'prisma/migrations/20261123100000_foundation/migration.sql',
    find: 'CREATE UNIQUE INDEX "attempts_one_open_per_operation"',
    replace: 'CREATE INDEX "attempts_one_open_per_operation"',
    tests: ['test/store/constraints.test.ts'],
  },
  {
    name: 'drop the unique index: one event per version',
    file: 'prisma/migrations/20261123100000_foundation/migration.sql',
    find: 'CREATE UNIQUE INDEX "events_one_per_version"',
    replace: 'CREATE INDEX "events_one_per_version"',
    tests: ['test/store/constraints.test.ts'],
  },
  {
    name: 'a new key for each try',
    file: 'src/providers/ppro/client.ts',
    find: "'request-idempotency-key': providerKey,",
    replace: "'request-idempotency-key': providerKey + Math.random(),",
    tests: ['test/providers/ppro'],
  },
  {
    name: 'id > cursor: the log read by its sequence alone',
    file: 'src/store/event-log/read-batch.ts',
    find: `WHERE (e.xid, e.seq) > ($1::bigint, $2::bigint) AND \${isReadable('e', 's.xmin')}`,
    replace: 'WHERE ($1::bigint IS NOT NULL) AND e.seq > $2::bigint',
    tests: ['test/store/event-log', 'test/workers'],
  },
  {
    name: 'the log read beyond the snapshot xmin: an event that commits late is skipped',
    file: 'src/store/event-log/read-batch.ts',
    find: `> ($1::bigint, $2::bigint) AND \${isReadable('e', 's.xmin')}`,
    replace: '> ($1::bigint, $2::bigint)',
    tests: ['test/store/event-log', 'test/workers'],
  },
  {
    name: 'a position issued beyond the last event: a crash gives ids again, and events are skipped',
    file: 'src/store/sql/snapshot.ts',
    find: 'snapshotLogEnd = `least(',
    replace: 'snapshotLogEnd = `greatest(',
    tests: ['test/store/event-log/crash.test.ts'],
  },
  {
    name: 'no status query after a 409',
    file: 'src/providers/shared/translate-exchange.ts',
    find: "if (status === 409) return { ...unknown('conflict'), queryStatusNow: true }",
    replace: "if (status === 409) return unknown('conflict')",
    tests: ['test/providers'],
  },
  {
    name: 'treat 500 as failed',
    file: 'src/providers/shared/translate-exchange.ts',
    find: "return unknown(status >= 500 ? 'server error' : 'unexpected status')",
    replace: "return { outcome: 'notSent', summary: 'server error' }",
    tests: ['test/providers', 'test/operations/provider-request/faults.test.ts'],
  },
  {
    name: 'skip the lock',
    file: 'src/store/sql/database.ts',
    find: "return [...commands, ...locks.map(advisoryLock)].join('; ')",
    replace: "return commands.join('; ')",
    tests: [
      'test/operations/charge/races.test.ts',
      'test/store/event-log',
      'test/operations/command/idempotency.test.ts',
    ],
  },
  {
    name: 'believe "not found" at once',
    file: 'src/domain/provider-request/status-query-plan.ts',
    find: "const absentMs = answer === 'absent' && since !== null ? now.getTime() - since.getTime() : -1",
    replace: "const absentMs = answer === 'absent' ? absenceMs : -1",
    tests: [
      'test/domain/provider-request/status-query-plan.test.ts',
      'test/operations/provider-request/recovery.test.ts',
    ],
  },
  {
    name: 'send a request again that the provider would execute twice',
    file: 'src/domain/provider-request/status-query-plan.ts',
    find: 'return safe && (rememberedMs',
    replace: 'return (safe || true) && (rememberedMs',
    tests: ['test/domain/provider-request/status-query-plan.test.ts', 'test/operations/agreement/card.test.ts'],
  },
  {
    name: 'do not count an UNKNOWN amount as used',
    file: 'src/domain/charge/amounts.ts',
    find: "status !== 'SUCCEEDED' && status !== 'FAILED')",
    replace: "status === 'PENDING')",
    tests: ['test/domain', 'test/operations/charge/resolve.test.ts', 'test/operations/charge/races.test.ts'],
  },
  {
    name: 'trust what a browser says about money',
    file: 'src/operations/hosted-page/form-return.ts',
    find: 'if (reports.some(claimsMoney)) {',
    replace: 'if (reports.length < 0) {',
    tests: ['test/operations/hosted-page/form-returns.test.ts', 'test/operations/agreement/card-faults.test.ts'],
  },
  {
    name: 'process a notification without event id only once',
    file: 'src/store/webhook/keep.ts',
    find: "($2 AND provider_events.status = 'PROCESSED')",
    replace: '($2 AND false)',
    tests: ['test/operations/webhook/without-event-id.test.ts'],
  },
  {
    name: 'acknowledge a webhook before it is stored',
    file: 'src/operations/webhook/receive.ts',
    find: 'const kept = await keepNotification(deps.database, row',
    replace:
      'if (deps.settings.sandbox) return { status: 200, verdict: reading.verdict }\n  const kept = await keepNotification(deps.database, row',
    tests: ['test/operations/webhook/webhooks.test.ts'],
  },
  {
    name: 'reconcile nothing',
    file: 'src/domain/provider-request/reconciliation.ts',
    find: 'return after(Math.min(Math.max(ageMs / 2, SOONEST_MS), LATEST_MS))',
    replace: 'return null',
    tests: ['test/operations/provider-request/reconcile.test.ts'],
  },
  {
    name: 'a worker still writes after its lease has ended',
    file: 'src/store/provider-request/repository.ts',
    find: 'WHERE a.id = $1 AND a.fencing_token = $4 AND',
    replace: 'WHERE a.id = $1 AND $4::int IS NOT NULL AND',
    tests: ['test/operations/provider-request/recovery.test.ts', 'test/operations/charge/races.test.ts'],
  },
  {
    name: "the networks' limits not checked",
    file: 'src/operations/charge/intent.ts',
    find: "if (spent) return { ...spent, limit: 'networks' }",
    replace: '',
    tests: ['test/scenarios/network-limits.test.ts'],
  },
  {
    name: "the networks' limits without open charges",
    file: 'src/store/charge/retry-budget.ts',
    find: "(status IN ('PROCESSING', 'UNKNOWN', ",
    replace: "(status IN ('UNKNOWN', ",
    tests: ['test/scenarios/network-limits.test.ts'],
  },
  {
    name: 'the window of the networks is one day too short',
    file: 'src/domain/charge/retry-budget.ts',
    find: "name: 'VISA_15_IN_30_DAYS', allowed: 15, windowMs: 30 * DAY_MS",
    replace: "name: 'VISA_15_IN_30_DAYS', allowed: 15, windowMs: 29 * DAY_MS",
    tests: ['test/scenarios/network-limits.test.ts'],
  },
  {
    name: 'a permanent decline is retried by its code',
    file: 'src/domain/decline/taxonomy.ts',
    find: 'if (!isRetryable(failure) || neverRetried.has(failure.kind)) return never',
    replace: '',
    tests: ['test/domain/decline/taxonomy.test.ts', 'test/domain/schedule/retry-plan.test.ts'],
  },
  {
    name: 'a reason that no table knows is retried like any other',
    file: 'src/providers/aps/codes/verdict.ts',
    find: '  unlisted: true,\n}',
    replace: '}',
    tests: ['test/domain/decline/taxonomy.test.ts'],
  },
  {
    name: 'a schedule: one occurrence twice, without its index',
    file: 'prisma/migrations/20261123154806_schedules/migration.sql',
    find: 'CREATE UNIQUE INDEX "occurrences_schedule_id_index_key"',
    replace: 'CREATE INDEX "occurrences_schedule_id_index_key"',
    tests: ['test/store/constraints.test.ts'],
  },
  {
    name: 'a schedule: an occurrence is settled before its charge is',
    file: 'src/operations/schedule/occurrence-settle.ts',
    find: "    default:\n      return 'open'",
    replace: "    default:\n      return 'failed'",
    tests: ['test/operations/schedule/uncertain/unknown.test.ts', 'test/operations/schedule/charging/charging.test.ts'],
  },
  {
    name: 'a schedule: a retry although a charge is still open',
    file: 'src/operations/schedule/occurrence-charge.ts',
    find: 'if (state)\n',
    replace: 'if (state && state.paid && !state.paid)\n',
    tests: ['test/operations/schedule'],
  },
  {
    name: 'a schedule: the next occurrence counted from the last one',
    file: 'src/domain/schedule/recurrence.ts',
    find: ".add({ [name]: elapsed }, { overflow: 'constrain' })",
    replace: '.add({ [name]: elapsed - intervalCount }).add({ [name]: intervalCount })',
    tests: ['test/domain/schedule'],
  },
  {
    name: "a schedule: its agreement's end not checked",
    file: 'src/operations/schedule/occurrence-charge.ts',
    find: 'if (closed) return save(dueCharge, notChargeable(dueCharge))',
    replace: '',
    tests: ['test/operations/schedule'],
  },
  {
    name: 'a schedule: two tries on one local date',
    file: 'src/domain/schedule/retry-instant.ts',
    find: 'Temporal.PlainDate.compare(planned, soonest) < 0 ? soonest : planned',
    replace: 'Temporal.PlainDate.compare(planned, soonest) < 0 ? planned : planned',
    tests: ['test/domain/schedule', 'test/domain/schedule/retry-plan.test.ts'],
  },
  {
    name: 'a schedule: a worker whose lease has ended still decides',
    file: 'src/operations/schedule/occurrence-charge.ts',
    find: "if (occurrence.nextAt === null || occurrence.nextAt > cause.now) return { kind: 'done' }",
    replace: "if (occurrence.status === 'PAID') return { kind: 'done' }",
    tests: [
      'test/operations/schedule/interruptions/overtaken.test.ts',
      'test/operations/schedule/interruptions/races.test.ts',
    ],
  },
  {
    name: 'a schedule: a claimed occurrence is claimed by another worker too',
    file: 'src/store/schedule/due-occurrences.ts',
    find: ' AND (o.lease_until IS NULL OR o.lease_until < $2)`',
    replace: ' AND $2::timestamptz IS NOT NULL`',
    tests: ['test/operations/schedule', 'test/workers'],
  },
  {
    name: 'a row that one worker has claimed is claimed by another as well',
    file: 'src/store/work-queue/work-queue.ts',
    find: ' AND (t.lease_until IS NULL OR t.lease_until < $2)`',
    replace: ' AND $2::timestamptz IS NOT NULL`',
    tests: ['test/workers/jobs.test.ts'],
  },
  {
    name: 'a worker whose lease has ended still finishes the row',
    file: 'src/store/work-queue/work-queue.ts',
    find: 'WHERE t.id = $1 AND t.fencing_token = $2`',
    replace: 'WHERE t.id = $1 AND $2::int IS NOT NULL`',
    tests: ['test/workers/jobs.test.ts'],
  },
]
