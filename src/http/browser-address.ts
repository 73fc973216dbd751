import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { readAddress } from '../base/ip-address.ts'

/**
 * The address of a consumer's browser, for providers that ask for it. Each proxy of one's own says from whom it forwards, so
 * the way is followed from the connection back to the first address that is none of one's own proxies: what stands before
 * that is a stranger's word. Null where nothing is known.
 *
 * @param isOwnProxy see TRUSTED_PROXIES.
 */
export function browserAddress(
  { socket, headers }: IncomingMessage,
  isOwnProxy: (address: string) => boolean,
): string | null {
  let address = readAddress(socket.remoteAddress ?? '') ?? null
  for (const hop of forwardedFor(headers).toReversed()) {
    const before = address !== null && isOwnProxy(address) ? readAddress(hop) : undefined
    if (before === undefined) return address
    address = before
  }
  return address
}

/** Whom each proxy forwarded for, the nearest proxy's word last. Most proxies write X-Forwarded-For and pass on the other. */
function forwardedFor(headers: IncomingHttpHeaders): readonly string[] {
  const elements = listOf(headers['x-forwarded-for'])
  return elements.length > 0 ? elements : listOf(headers.forwarded).map(forParameter)
}

/** A trailing comma, or two in a row, are no element. A quote is not heeded: a stranger's could swallow what a proxy adds. */
function listOf(header: string | readonly string[] | undefined): readonly string[] {
  return [header ?? []]
    .flat()
    .flatMap(line => line.split(','))
    .filter(element => element.trim() !== '')
}

/** The `for` of `for="[2001:db8::1]:4711";proto=https`, RFC 7239; empty where there is none. */
function forParameter(element: string): string {
  const pairs = element.split(';').map(pair => pair.trim())
  const value = pairs.find(pair => /^for=/i.test(pair))?.slice('for='.length) ?? ''
  return value.replaceAll('"', '')
}
