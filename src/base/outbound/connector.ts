import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { isLoopback, isOnInternet, type TargetRules } from './target.ts'

/** Finds a name's addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/** The resolver of the operating system, as every connection of Node uses it. */
const systemResolve: Resolve = hostname => lookup(hostname, { all: true, verbatim: true })

/** The code of a dial that was refused: nothing was connected. */
export const REFUSED_ADDRESS = 'REFUSED_ADDRESS'

class RefusedAddress extends Error {
  readonly code = REFUSED_ADDRESS
}

export interface ConnectorOptions extends TargetRules {
  readonly connectTimeoutMs: number
  readonly resolve?: Resolve
}

/**
 * Opens connections, and checks the address of each one at the moment at which it is dialed. A name is resolved once
 * for a connection, and exactly the checked addresses are dialed, so a name that changes its address in between
 * (rebinding) gains nothing. If one of a name's addresses is refused, all are.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { loopback, connectTimeoutMs, resolve = systemResolve } = options
  const common = { timeout: connectTimeoutMs, allowH2: false }
  const connect = (isAllowed: (address: string) => boolean) => {
    const dial = buildConnector({ ...common, lookup: checkedResolver(resolve, isAllowed) })
    return (target: buildConnector.Options, callback: buildConnector.Callback) => {
      const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
      // Node calls no lookup for a host that is an address.
      if (isIP(host) !== 0 && !isAllowed(host)) callback(refusal(), null)
      else dial(target, callback)
    }
  }
  const toInternet = connect(isOnInternet)
  const toThisMachine = connect(address => loopback && isLoopback(address))
  return (target, callback) => (target.protocol === 'https:' ? toInternet : toThisMachine)(target, callback)
}

function checkedResolver(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      found => {
        const [first] = found
        if (first === undefined || !found.every(({ address }) => isAllowed(address))) callback(refusal(), '', 0)
        else if (all) callback(null, [...found])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

function refusal(): RefusedAddress {
  return new RefusedAddress('the address is not allowed: nothing was connected')
}
