import type { AccountMode } from './config.ts'

/** PPRO's own hosts. Its documentation names two live ones. */
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

/** Where each provider's own systems are. */
export const ownAddresses = {
  PPRO: {
    TEST: { baseUrl: 'https://api.sandbox.eu.ppro.com' },
    LIVE: { baseUrl: 'https://api.eu.ppro.com' },
  },
  APS: {
    TEST: {
      apiUrl: 'https://sbpaymentservices.payfort.com/FortAPI/paymentApi',
      pageUrl: 'https://sbcheckout.payfort.com/FortAPI/paymentPage',
    },
    LIVE: {
      apiUrl: 'https://paymentservices.payfort.com/FortAPI/paymentApi',
      pageUrl: 'https://checkout.payfort.com/FortAPI/paymentPage',
    },
  },
} as const

/** The mode of one of PPRO's own hosts; undefined for any other host, such as a proxy or a simulator. */
export function modeOfPproHost(url: string | undefined): AccountMode | undefined {
  return modeOf(pproHosts, url)
}

/** The mode of one of APS's own hosts; undefined for any other host. */
export function modeOfApsHost(url: string | undefined): AccountMode | undefined {
  return modeOf(apsHosts, url)
}

function modeOf(hosts: Readonly<Record<string, AccountMode>>, url: string | undefined): AccountMode | undefined {
  const hostname = URL.parse(url ?? '')?.hostname
  return hostname !== undefined && Object.hasOwn(hosts, hostname) ? hosts[hostname] : undefined
}
