import { z } from 'zod'
import type { AccountMode } from './config.ts'
import { productionProblems } from './production.ts'
import { modeOfApsHost, modeOfPproHost } from './provider-hosts.ts'

/** The variables that are set, as text. */
type Given = Readonly<Record<string, string | undefined>>
type Problem = readonly [name: string, message: string]

/** Each provider's variables: all of `needed` or none; `optional` ones may be left out. */
const providers = [
  {
    needed: ['PPRO_BASE_URL', 'PPRO_API_KEY', 'PPRO_MERCHANT_ID', 'PPRO_WEBHOOK_SECRET'],
    optional: ['PPRO_MODE', 'PPRO_WEBHOOK_SECRET_PREVIOUS'],
  },
  {
    needed: [
      'APS_API_URL',
      'APS_PAGE_URL',
      'APS_ACCESS_CODE',
      'APS_MERCHANT_IDENTIFIER',
      'APS_SHA_REQUEST_PHRASE',
      'APS_SHA_RESPONSE_PHRASE',
    ],
    optional: ['APS_SHA_TYPE', 'APS_MODE', 'APS_SHA_RESPONSE_PHRASE_PREVIOUS'],
  },
] as const

/**
 * Rules over several variables. They read the text as given, so that they also report where a single variable is wrong.
 * Adds `sandboxMode`: on by default, unless provider variables or NODE_ENV=production are set.
 */
export const combinations = z
  .record(z.string(), z.string().optional())
  .superRefine((given, context) => {
    const problems = [
      ...missingVariables(given),
      ...modeProblems(given),
      ...unknownModeProblems(given),
      ...plainHttpProblems(given),
      ...apsAddressProblems(given),
      ...sandboxProblems(given),
    ]
    const known = new Set(problems.map(([name]) => name))
    problems.push(...productionProblems(given, isSandboxMode(given)).filter(([name]) => !known.has(name)))
    // Without `continue: false` the intersection in read.ts would try to merge the text with what was read from it.
    for (const [name, message] of problems) context.addIssue({ code: 'custom', path: [name], message, continue: false })
  })
  .transform(given => ({ sandboxMode: isSandboxMode(given) }))

function isSandboxMode(given: Given): boolean {
  if (given['SANDBOX'] !== undefined) return given['SANDBOX'] === 'on'
  const namesProvider = providers.some(provider => givenOf(provider, given).length > 0)
  return given['NODE_ENV'] !== 'production' && !namesProvider
}

function missingVariables(given: Given): readonly Problem[] {
  return providers.flatMap(provider => {
    const present = givenOf(provider, given)
    if (present.length === 0) return []
    const message = `is missing, while ${present.join(', ')} ${present.length > 1 ? 'are' : 'is'} set`
    return provider.needed.filter(name => given[name] === undefined).map((name): Problem => [name, message])
  })
}

function givenOf({ needed, optional }: (typeof providers)[number], given: Given): readonly string[] {
  return [...needed, ...optional].filter(name => given[name] !== undefined)
}

/** A mode that contradicts one of the provider's own hosts: test keys must not move real money. */
function modeProblems(given: Given): readonly Problem[] {
  const apsAddress = modeOfApsHost(given['APS_API_URL']) === undefined ? 'APS_PAGE_URL' : 'APS_API_URL'
  return [
    ...contradiction(given, 'PPRO_MODE', 'PPRO_BASE_URL', modeOfPproHost(given['PPRO_BASE_URL'])),
    ...contradiction(given, 'APS_MODE', apsAddress, modeOfApsHost(given[apsAddress])),
  ]
}

/** An account serves one mode. If nothing says which, only sandbox mode accepts it, as a test account. */
function unknownModeProblems(given: Given): readonly Problem[] {
  if (isSandboxMode(given)) return []
  const accounts = [
    ['PPRO_MODE', ['PPRO_BASE_URL'], modeOfPproHost],
    ['APS_MODE', ['APS_API_URL', 'APS_PAGE_URL'], modeOfApsHost],
  ] as const
  return accounts.flatMap(([name, addresses, modeOf]): readonly Problem[] => {
    const named = addresses.filter(address => given[address] !== undefined)
    if (named.length === 0 || given[name] !== undefined) return []
    if (named.some(address => modeOf(given[address]) !== undefined)) return []
    const message = `is missing: set it to test or live, because the host in ${named[0]} does not show whether keys of test or live mode use the account`
    return [[name, message]]
  })
}

function contradiction(given: Given, name: string, address: string, ofHost: AccountMode | undefined): Problem[] {
  const mode = given[name]
  const expected = ofHost?.toLowerCase()
  if (expected === undefined || mode === expected || (mode !== 'test' && mode !== 'live')) return []
  return [
    [name, `must be ${expected} or left out: the host in ${address} belongs to the provider's ${expected} system`],
  ]
}

/** A provider's own system, unlike a simulator, must be reached over TLS. */
function plainHttpProblems(given: Given): readonly Problem[] {
  const own = [
    ['PPRO', 'PPRO_BASE_URL', modeOfPproHost(given['PPRO_BASE_URL'])],
    ['APS', 'APS_API_URL', modeOfApsHost(given['APS_API_URL'])],
    ['APS', 'APS_PAGE_URL', modeOfApsHost(given['APS_PAGE_URL'])],
  ] as const
  return own
    .filter(([, name, mode]) => mode !== undefined && URL.parse(given[name] ?? '')?.protocol !== 'https:')
    .map(([provider, name]) => [name, `must be https: credentials and consumers are sent to ${provider} over it`])
}

/** APS takes return URLs of 400 characters; what we add to PUBLIC_URL stays below 100. */
const PUBLIC_URL_MAX_LENGTH = 300
/** What APS takes in a return URL, without the characters of a query. */
const PUBLIC_URL_FORM = /^[A-Za-z0-9$!\-_/:.]+$/

/** What APS's own system requires of the addresses. */
function apsAddressProblems(given: Given): readonly Problem[] {
  const api = modeOfApsHost(given['APS_API_URL'])
  const page = modeOfApsHost(given['APS_PAGE_URL'])
  const problems: Problem[] = []
  if (api !== undefined && page !== undefined && api !== page)
    problems.push(['APS_PAGE_URL', 'must belong to the same system as APS_API_URL: one is the sandbox, the other live'])
  const publicUrl = given['PUBLIC_URL'] ?? 'http://localhost'
  const isAddress = /^https?:/.test(URL.parse(publicUrl)?.protocol ?? '') // else reported already
  if ((api === undefined && page === undefined) || !isAddress) return problems
  if (!publicUrl.startsWith('https://'))
    problems.push(['PUBLIC_URL', 'must be https: APS sends browsers and notifications to no other address'])
  if (!PUBLIC_URL_FORM.test(publicUrl))
    problems.push([
      'PUBLIC_URL',
      'must contain only letters, digits and $ ! - _ / : . because APS accepts no other characters',
    ])
  if (publicUrl.length > PUBLIC_URL_MAX_LENGTH)
    problems.push([
      'PUBLIC_URL',
      `must have at most ${PUBLIC_URL_MAX_LENGTH} characters, because APS accepts no longer URL`,
    ])
  return problems
}

function sandboxProblems(given: Given): readonly Problem[] {
  const problems: Problem[] = []
  const sandbox = isSandboxMode(given)
  if (!sandbox && given['SANDBOX_API_KEY'] !== undefined)
    problems.push(['SANDBOX_API_KEY', 'is refused outside sandbox mode (SANDBOX is off)'])
  if (sandbox && (given['PORT'] ?? '4000') === (given['SANDBOX_PORT'] ?? '4010'))
    problems.push(['SANDBOX_PORT', 'must differ from PORT'])
  return problems
}
