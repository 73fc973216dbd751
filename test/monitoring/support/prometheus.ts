import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { reservePort } from '../../support/programs/ports.ts'
import { debianProgram, startProgram } from '../../support/programs/program.ts'

const program = debianProgram('prometheus')

export const skipsPrometheusTests = program.skipsTests

/** promtool is installed beside it. */
export const promtool = () => path.join(path.dirname(program.file()), 'promtool')

export interface Prometheus {
  /** The names of the alerts that fire now, and of those that will if it lasts. */
  alerts(): Promise<{ readonly firing: readonly string[]; readonly pending: readonly string[] }>
  /** When the rules were evaluated last. */
  evaluatedAt(): Promise<string>
  /** The number of series of a query. @throws with Prometheus's error. */
  series(query: string): Promise<number>
  stop(): Promise<void>
}

/** A Prometheus that reads one gateway each second, or less often, with these rules. */
export async function startPrometheus(target: string, rules: string, everyS = 1): Promise<Prometheus> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-prometheus-'))
  const config = `global: { scrape_interval: ${everyS}s, scrape_timeout: ${everyS}s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
  - { job_name: perennial, static_configs: [{ targets: ['${target}'] }] }
`
  await writeFile(path.join(folder, 'prometheus.yml'), config)
  await writeFile(path.join(folder, 'rules.yml'), rules)
  const address = `127.0.0.1:${await reservePort()}`
  const words = [
    ...[`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`],
    ...[`--web.listen-address=${address}`],
  ]
  const { kill } = await startProgram(program.file(), words, 'Server is ready')
  const get = async (place: string) => {
    const answer = await fetch(`http://${address}${place}`)
    return (await answer.json()) as { status: string; error?: string; data: never }
  }
  return {
    async alerts() {
      const { alerts } = (await get('/api/v1/alerts')).data as {
        alerts: readonly { state: string; labels: { alertname: string } }[]
      }
      const namesOf = (wanted: string) => {
        const names = alerts.filter(({ state }) => state === wanted).map(({ labels }) => labels.alertname)
        return [...new Set(names)].toSorted()
      }
      return { firing: namesOf('firing'), pending: namesOf('pending') }
    },
    async evaluatedAt() {
      const { groups } = (await get('/api/v1/rules')).data as { groups: readonly { lastEvaluation: string }[] }
      return groups.map(({ lastEvaluation }) => lastEvaluation).join()
    },
    async series(query) {
      const { status, error, data } = await get(`/api/v1/query?query=${encodeURIComponent(query)}`)
      if (status !== 'success') throw new Error(`${query}: ${error}`)
      return (data as { result: readonly unknown[] }).result.length
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
