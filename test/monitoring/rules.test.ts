import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { alerts, rulesText } from './support/files.ts'
import { promtool, skipsPrometheusTests } from './support/prometheus.ts'

const run = promisify(execFile)
const MINUTES = 90
const labels = 'job="perennial",instance="a"'
/** A value that never changes, and a counter that grows each minute. */
const constant = (value: number) => `${value}+0x${MINUTES}`
const growing = (each: number) => `0+${each}x${MINUTES}`
const absent = `_x${MINUTES}`

/** Series with all that is well, and for each alert those of its fault instead. */
const well: Readonly<Record<string, string>> = {
  [`up{${labels}}`]: constant(1),
  [`perennial_log_silent_seconds{${labels}}`]: constant(1),
  [`perennial_unknown_requests{${labels}}`]: constant(0),
  [`perennial_unknown_oldest_seconds{${labels}}`]: constant(0),
  [`perennial_needs_attention{${labels},kind="charge"}`]: constant(0),
  [`perennial_provider_circuits{${labels},provider="PPRO",state="OPEN"}`]: constant(0),
  [`perennial_provider_call_duration_seconds_bucket{${labels},provider="PPRO",le="1"}`]: growing(60),
  [`perennial_provider_call_duration_seconds_bucket{${labels},provider="PPRO",le="10"}`]: growing(60),
  [`perennial_provider_call_duration_seconds_bucket{${labels},provider="PPRO",le="+Inf"}`]: growing(60),
  [`perennial_provider_calls_total{${labels},provider="PPRO",call="createCharge",outcome="approved"}`]: growing(60),
  [`perennial_provider_calls_total{${labels},provider="PPRO",call="createCharge",outcome="unknown"}`]: growing(1),
  [`perennial_log_lag_seconds{${labels}}`]: constant(0),
  [`perennial_queue_oldest_due_seconds{${labels},queue="recovery"}`]: constant(2),
  [`perennial_webhooks_total{${labels},provider="PPRO",verdict="accepted"}`]: growing(60),
  [`perennial_webhooks_total{${labels},provider="PPRO",verdict="forged"}`]: constant(3),
  [`perennial_webhook_tries_total{${labels},outcome="succeeded"}`]: growing(60),
  [`perennial_webhook_tries_total{${labels},outcome="failed"}`]: growing(1),
  [`perennial_integrity_violations{${labels},check="nothing-stuck"}`]: constant(0),
  [`perennial_database_replication_lag_seconds{${labels}}`]: constant(0.1),
  [`perennial_database_wal_archive_age_seconds{${labels}}`]: constant(60),
  [`perennial_graphql_operations_total{${labels},outcome="ok"}`]: growing(600),
  [`perennial_graphql_operations_total{${labels},outcome="errors"}`]: growing(1),
  [`nodejs_eventloop_lag_p99_seconds{${labels}}`]: constant(0.02),
  [`perennial_database_connections{${labels},state="busy"}`]: constant(3),
  [`perennial_database_connections{${labels},state="max"}`]: constant(10),
  [`perennial_provider_accounts_unreadable{${labels}}`]: constant(0),
  [`perennial_restore_step{${labels}}`]: constant(0),
  [`perennial_leader{${labels}}`]: constant(1),
  [`perennial_partitions_ahead{${labels},table="events"}`]: constant(1),
  [`perennial_redis_up{${labels}}`]: constant(1),
}

/** What changes in the series above, by alert: the beginning of the series' name, and its values. */
const faults: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  GatewayDown: [['up', constant(0)]],
  GatewayNotReady: [['perennial_unknown_requests', absent]],
  UnknownOld: [['perennial_unknown_oldest', constant(901)]],
  NeedsAttention: [['perennial_needs_attention', constant(1)]],
  ProviderCircuitOpen: [['perennial_provider_circuits', constant(1)]],
  ProviderSlow: [[`perennial_provider_call_duration_seconds_bucket{${labels},provider="PPRO",le="1"}`, constant(0)]],
  ProviderOutcomesUncertain: [
    [`perennial_provider_calls_total{${labels},provider="PPRO",call="createCharge",outcome="unknown"}`, growing(20)],
  ],
  LogLag: [['perennial_log_lag', constant(11)]],
  QueueOld: [['perennial_queue_oldest', constant(301)]],
  WebhooksMissing: [[`perennial_webhooks_total{${labels},provider="PPRO",verdict="accepted"}`, constant(9)]],
  WebhooksForged: [[`perennial_webhooks_total{${labels},provider="PPRO",verdict="forged"}`, growing(1)]],
  WebhooksUndelivered: [[`perennial_webhook_tries_total{${labels},outcome="succeeded"}`, constant(9)]],
  IntegrityViolated: [['perennial_integrity', constant(-1)]],
  ReplicationLag: [['perennial_database_replication_lag', constant(31)]],
  WalArchiveOld: [['perennial_database_wal', constant(1_801)]],
  ErrorRate: [[`perennial_graphql_operations_total{${labels},outcome="errors"}`, growing(100)]],
  EventLoopLag: [['nodejs_eventloop', constant(0.6)]],
  PoolExhausted: [[`perennial_database_connections{${labels},state="busy"}`, constant(10)]],
  AccountsUnreadable: [['perennial_provider_accounts', constant(1)]],
  RestoreUnfinished: [['perennial_restore_step', constant(2)]],
  NoLeader: [['perennial_leader', constant(0)]],
  PartitionMissing: [['perennial_partitions_ahead', constant(0)]],
  RedisDown: [['perennial_redis_up', constant(0)]],
}

function seriesWith(changes: readonly (readonly [string, string])[]): string {
  const lines = Object.entries(well).map(([series, values]) => {
    const changed = changes.find(([begins]) => series.startsWith(begins))?.[1] ?? values
    return `      - { series: '${series}', values: '${changed}' }`
  })
  return lines.join('\n')
}

/** A group of promtool: at that minute exactly this alert fires, or none. */
function groupOf(name: string, changes: readonly (readonly [string, string])[], firing: string | undefined): string {
  const checks = alerts.flatMap(alert => {
    const query = `count(ALERTS{alertname="${alert.name}",alertstate="firing"})`
    const samples = alert.name === firing ? `[{ labels: '{}', value: 1 }]` : '[]'
    return [`      - { expr: '${query}', eval_time: ${MINUTES}m, exp_samples: ${samples} }`]
  })
  return `  - name: ${name}\n    interval: 1m\n    input_series:\n${seriesWith(changes)}\n    promql_expr_test:\n${checks.join('\n')}`
}

describe.skipIf(skipsPrometheusTests(1))('promtool', () => {
  test('each alert fires alone at its own fault, and none if all is well', async () => {
    expect(Object.keys(faults).toSorted()).toEqual(alerts.map(({ name }) => name).toSorted())
    const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-rules-'))
    const groups = [
      groupOf('well', [], undefined),
      ...Object.entries(faults).map(([name, changes]) => groupOf(name, changes, name)),
    ]
    const file = path.join(folder, 'test.yml')
    await writeFile(path.join(folder, 'rules.yml'), rulesText)
    await writeFile(file, `rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n${groups.join('\n')}\n`)
    const outcome = await run(promtool(), ['test', 'rules', file]).then(
      () => 'SUCCESS',
      (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
    )
    await rm(folder, { recursive: true, force: true })
    expect(outcome).toBe('SUCCESS')
  }, 120_000)
})
