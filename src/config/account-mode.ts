import type { AccountMode, ConfigProblem, Given } from './config.ts'

/** PPRO's own hosts; its pages name two live ones. */
const pproHosts: Readonly<Record<string, AccountMode>> = {
  'api.sandbox.eu.ppro.com': 'TEST',
  'api.eu.ppro.com': 'LIVE',
  'api.ppro.com': 'LIVE',
}

/** APS's own hosts, for servers and for browsers. */
const apsHosts: Readonly<Record<string, AccountMode>> = {
  'sbpaymentservices.payfort.com': 'TEST',
  'sbcheckout.payfort.com': 'TEST',
  'paymentservices.payfort.com': 'LIVE',
  'checkout.payfort.com': 'LIVE',
}

/** The mode of one of PPRO's own hosts; undefined for any other, such as a proxy's or a test's. */
export function modeOfPproHost(url: string | undefined): AccountMode | undefined {
  return modeOf(pproHosts, url)
}

export function modeOfApsHost(url: string | undefined): AccountMode | undefined {
  return modeOf(apsHosts, url)
}

function modeOf(hosts: Readonly<Record<string, AccountMode>>, url: string | undefined): AccountMode | undefined {
  const hostname = url === undefined ? undefined : URL.parse(url)?.hostname
  return hostname !== undefined && Object.hasOwn(hosts, hostname) ? hosts[hostname] : undefined
}

/** A provider itself, other than a simulator of it, is reached by TLS. */
export function plainHttpProblems(set: Given): readonly ConfigProblem[] {
  return [
    ...plainHttp('PPRO', 'PPRO_BASE_URL', set, modeOfPproHost),
    ...plainHttp('APS', 'APS_API_URL', set, modeOfApsHost),
    ...plainHttp('APS', 'APS_PAGE_URL', set, modeOfApsHost),
  ]
}

function plainHttp(
  provider: string,
  name: string,
  set: Given,
  modeOfHost: (url: string | undefined) => AccountMode | undefined,
): readonly ConfigProblem[] {
  if (modeOfHost(set[name]) === undefined || URL.parse(set[name] ?? '')?.protocol === 'https:') return []
  return [{ name, message: `must be https: credentials and consumers go to ${provider} by it` }]
}

/** A mode that is said against one of the provider's own hosts: test keys must not move real money. */
export function modeProblems(set: Given): readonly ConfigProblem[] {
  const api = modeOfApsHost(set['APS_API_URL'])
  return [
    ...contradiction('PPRO_MODE', 'PPRO_BASE_URL', set, modeOfPproHost(set['PPRO_BASE_URL'])),
    // Where both are of APS's own and differ, another rule says so.
    ...(api === undefined
      ? contradiction('APS_MODE', 'APS_PAGE_URL', set, modeOfApsHost(set['APS_PAGE_URL']))
      : contradiction('APS_MODE', 'APS_API_URL', set, api)),
  ]
}

function contradiction(name: string, address: string, set: Given, ofHost: AccountMode | undefined): ConfigProblem[] {
  const said = set[name]
  const expected = ofHost?.toLowerCase()
  if (expected === undefined || said === expected || (said !== 'test' && said !== 'live')) return []
  return [
    { name, message: `must be ${expected} or left out: the host in ${address} is the provider's ${expected} system` },
  ]
}
