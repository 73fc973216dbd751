import { modeOfApsHost } from './account-mode.ts'
import type { ConfigProblem, Given } from './config.ts'

/** APS takes return URLs of 400 characters; what we add to PUBLIC_URL stays below 100. */
const PUBLIC_URL_MAX_LENGTH = 300
/** What APS takes in a return URL, `%`, `+`, `~` and `,` not being among it; and nothing that could be of a query. */
const PUBLIC_URL_FORM = /^[A-Za-z0-9$!\-_/:.]+$/

/** How the gateway is reached where PUBLIC_URL does not say it. */
export function defaultPublicUrl(port: number | string): string {
  return `http://localhost:${port}`
}

/** What APS itself, other than a simulator of it, asks of the addresses. */
export function apsAddressProblems(set: Given): readonly ConfigProblem[] {
  const api = modeOfApsHost(set['APS_API_URL'])
  const page = modeOfApsHost(set['APS_PAGE_URL'])
  const problems: ConfigProblem[] = []
  if (api !== undefined && page !== undefined && api !== page)
    problems.push({
      name: 'APS_PAGE_URL',
      message: 'and APS_API_URL are one of the sandbox and one of the live system',
    })
  if (api === undefined && page === undefined) return problems
  const publicUrl = set['PUBLIC_URL'] ?? defaultPublicUrl(set['PORT'] ?? '4000')
  const name = 'PUBLIC_URL'
  // Where it is no address at all another rule has said so.
  if (!/^https?:/.test(URL.parse(publicUrl)?.protocol ?? '')) return problems
  if (!publicUrl.startsWith('https://'))
    problems.push({ name, message: 'must be https: APS sends browsers and notifications to no other' })
  if (!PUBLIC_URL_FORM.test(publicUrl))
    problems.push({ name, message: 'must be of letters, digits and $ ! - _ / : . for APS' })
  if (publicUrl.length > PUBLIC_URL_MAX_LENGTH)
    problems.push({ name, message: `must have at most ${PUBLIC_URL_MAX_LENGTH} characters for APS` })
  return problems
}
