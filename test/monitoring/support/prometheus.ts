import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { reservePort } from '../../support/ports.ts'
import { until } from '../../support/until.ts'

/** Prometheus's program: PROMETHEUS_PATH, else the first on PATH; undefined if there is none. */
export function findPrometheus(): string | undefined {
  const given = process.env['PROMETHEUS_PATH']
  if (given) return given
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin']
  return folders.map(folder => path.join(folder, 'prometheus')).find(isProgram)
}

/** promtool is installed beside it. */
export const promtool = () => path.join(path.dirname(findPrometheus() ?? ''), 'promtool')

/**
 * True if these tests are skipped because there is no Prometheus; logs once how to get it. With REQUIRE_PROMETHEUS=1 they
 * are never skipped: they fail.
 */
export function skipsPrometheusTests(count: number): boolean {
  if (findPrometheus() !== undefined || process.env['REQUIRE_PROMETHEUS'] === '1') return false
  console.warn(
    `${count} tests were not run: there is no Prometheus. Install it (Debian: apt-get install prometheus) or name one in PROMETHEUS_PATH.`,
  )
  return true
}

export interface Prometheus {
  /** The names of the alerts that fire now. */
  firing(): Promise<readonly string[]>
  /** The number of series of a query. @throws with Prometheus's error. */
  series(query: string): Promise<number>
  stop(): Promise<void>
}

/** A Prometheus that reads one gateway five times a second, with these rules. */
export async function startPrometheus(target: string, rules: string): Promise<Prometheus> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-prometheus-'))
  const config = `global: { scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms }
rule_files: [rules.yml]
scrape_configs:
  - { job_name: perennial, static_configs: [{ targets: ['${target}'] }] }
`
  await writeFile(path.join(folder, 'prometheus.yml'), config)
  await writeFile(path.join(folder, 'rules.yml'), rules)
  const address = `127.0.0.1:${await reservePort()}`
  const words = [
    ...[`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`],
    ...[`--web.listen-address=${address}`, '--log.level=error'],
  ]
  const child: ChildProcess = spawn(findPrometheus() ?? 'prometheus', words, { stdio: 'ignore' })
  const exited = new Promise<void>(resolve => child.once('close', () => resolve()))
  const get = async (place: string) => {
    const answer = await fetch(`http://${address}${place}`)
    return (await answer.json()) as { status: string; error?: string; data: never }
  }
  await until('Prometheus to start', async () => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok)
  return {
    async firing() {
      const { alerts } = (await get('/api/v1/alerts')).data as {
        alerts: readonly { state: string; labels: { alertname: string } }[]
      }
      const names = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname)
      return [...new Set(names)].toSorted()
    },
    async series(query) {
      const { status, error, data } = await get(`/api/v1/query?query=${encodeURIComponent(query)}`)
      if (status !== 'success') throw new Error(`${query}: ${error}`)
      return (data as { result: readonly unknown[] }).result.length
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
