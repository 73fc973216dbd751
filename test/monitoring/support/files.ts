import { readdirSync, readFileSync } from 'node:fs'

const project = new URL('../../../', import.meta.url)
export const monitoringFolder = new URL('deploy/monitoring/', project)
export const rulesText = readFileSync(new URL('rules.yml', monitoringFolder), 'utf8')

export interface Alert {
  readonly name: string
  readonly expr: string
  /** As it is written, e.g. 5m. */
  readonly lasting: string
  readonly severity: string
  readonly summary: string
  readonly runbook: string
}

const field = (block: string, name: string) => new RegExp(`^ +${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''

/** The alerts of the rules: the file has one form, so it needs no reader of YAML. */
export const alerts: readonly Alert[] = rulesText
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map(block => ({
    name: block.split('\n')[0] ?? '',
    expr: JSON.parse(field(block, 'expr')) as string,
    lasting: field(block, 'for'),
    severity: /severity: (\w+)/.exec(block)?.[1] ?? '',
    summary: JSON.parse(field(block, 'summary')) as string,
    runbook: field(block, 'runbook_url').split('/').at(-1) ?? '',
  }))

/** The pages of docs/runbooks that belong to an alert. */
export const runbooks: readonly string[] = readdirSync(new URL('docs/runbooks/', project))
  .filter(file => !['README.md', 'restore.md'].includes(file))
  .map(file => file.replace('.md', ''))

/** Every expression of the dashboard. */
export function dashboardExpressions(): readonly string[] {
  const text = readFileSync(new URL('dashboards/perennial.json', monitoringFolder), 'utf8')
  const { panels } = JSON.parse(text) as { panels: readonly { targets?: readonly { expr: string }[] }[] }
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
}
