import type { Config } from '../config/config.ts'

type BannerFacts = {
  readonly config: Config
  /** The address for this machine, without a slash at the end. */
  readonly gatewayUrl: string
  /** Undefined if no simulator runs. */
  readonly sandboxUrl: string | undefined
  /** Undefined if DATABASE_URL names the database. */
  readonly embedded:
    | { readonly url: string; readonly adopted: boolean; readonly elsewhere: readonly string[] }
    | undefined
  readonly startMs: number
}

/** What the operator sees once everything serves: addresses and a first request. No password, no live secret. */
export function banner(facts: BannerFacts): string {
  const { config, gatewayUrl, sandboxUrl, embedded } = facts
  const rows: [string, string][] = [
    ['GraphQL, GraphiQL', `${gatewayUrl}/graphql`],
    ...(config.console ? [['Console', `${gatewayUrl}/console/`] as [string, string]] : []),
    ['Documentation', `${gatewayUrl}/docs/`],
    [
      'Provider webhooks',
      Object.keys(config.providers)
        .map(provider => `${config.publicUrl}/webhooks/${provider}`)
        .join(', '),
    ],
    ['Readiness, metrics', `${gatewayUrl}/readyz, ${gatewayUrl}/metrics`],
  ]
  if (sandboxUrl) {
    rows.push(['Provider simulators', `${sandboxUrl}/`], ['Their ledger', `${sandboxUrl}/control/ledger`])
  }
  rows.push(['PostgreSQL', embedded ? databaseRow(embedded) : 'as set in DATABASE_URL'])
  if (config.sandbox) rows.push(['Sandbox key', config.sandbox.apiKey])
  const lines = [`Perennial is ready (${(facts.startMs / 1000).toFixed(1)} s).`, '']
  for (const [what, where] of rows) lines.push(`  ${what.padEnd(21)}${where}`)
  for (const place of embedded?.elsewhere ?? []) {
    lines.push(`  ${' '.repeat(21)}${place}, because its account cannot enter this folder`)
  }
  if (config.sandbox) lines.push('', ...firstSteps(`${gatewayUrl}/graphql`, config.sandbox.apiKey))
  lines.push('', 'Ctrl-C stops everything; the data is kept.', '')
  return lines.join('\n')
}

function databaseRow(embedded: { url: string; adopted: boolean }): string {
  const url = new URL(embedded.url)
  url.password = ''
  return `${url.href} (embedded${embedded.adopted ? ', found running' : ''})`
}

function firstSteps(graphqlUrl: string, apiKey: string): string[] {
  const query =
    'mutation { consumerCreate(input: { idempotencyKey: \\"first\\", country: \\"DE\\", email: \\"ada@example.com\\" }) ' +
    '{ ... on ConsumerCreatePayload { consumer { id } eventCursor } ... on UserError { message } } }'
  return [
    'Try first:',
    '',
    `  curl -s ${graphqlUrl} \\`,
    `    -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' \\`,
    `    -d '{"query":"${query}"}'`,
  ]
}
