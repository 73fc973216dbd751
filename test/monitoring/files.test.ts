import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listedMetrics, metricsPage } from '../../scripts/metrics-page/page.ts'
import { alerts, dashboardExpressions, runbooks } from './support/files.ts'

const names = new Set(
  listedMetrics().flatMap(({ name, type }) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  ),
)
const fromLibraries = [
  'up',
  'nodejs_eventloop_lag_p99_seconds',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
]

const unknownNames = (expr: string) =>
  [...expr.matchAll(/\b(?:perennial|nodejs|process)_\w+|\bup\b/g)]
    .map(([name]) => name)
    .filter(name => !names.has(name) && !fromLibraries.includes(name))

test('docs/metrics.md is what the code registers: npm run metrics:page', () => {
  expect(readFileSync('docs/metrics.md', 'utf8')).toBe(metricsPage())
})

test('names follow the conventions of Prometheus, and everything is described', () => {
  for (const { name, type, help } of listedMetrics()) {
    expect(name).toMatch(/^perennial_[a-z_]+$/)
    expect(help).toMatch(/^[A-Z0-9].*\.$/)
    expect(name.endsWith('_total'), name).toBe(type === 'counter')
    if (type === 'histogram') expect(name).toMatch(/_seconds$/)
  }
})

test('every alert has its page and every page its alert', () => {
  expect(alerts.map(({ runbook }) => runbook).toSorted()).toEqual(runbooks.toSorted())
  for (const { name, expr, runbook } of alerts) {
    const page = readFileSync(`docs/runbooks/${runbook}.md`, 'utf8')
    expect(page.split('\n')[0]).toBe(`# ${name}`)
    expect(page).toContain(`\n${expr}\n`)
    expect(page).toMatch(/## What to look at[\s\S]+## What to do[\s\S]+## When to call someone/)
  }
})

test('every alert is fired by its fault in a test of this folder', () => {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).filter(file => file.endsWith('faults.test.ts'))
  const text = files.map(file => readFileSync(new URL(file, folder), 'utf8')).join('\n')
  expect(alerts.map(({ name }) => name).filter(name => !text.includes(`'${name}'`))).toEqual([])
})

test.each(alerts)('$name: a severity, a summary for a person, metrics that exist', ({ expr, severity, summary }) => {
  expect(severity).toMatch(/^(critical|warning)$/)
  expect(summary).toMatch(/^.{20,150}\.$/)
  expect(unknownNames(expr)).toEqual([])
})

test('every expression of the dashboard names metrics that exist, and no metric is missing from it', () => {
  const shown = dashboardExpressions()
  expect(shown.flatMap(unknownNames)).toEqual([])
  const text = shown.join('\n')
  expect(
    listedMetrics()
      .filter(({ name }) => !text.includes(name))
      .map(({ name }) => name),
  ).toEqual([])
})
