import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { readAddress } from '../../base/text/ip-address.ts'

/**
 * The address of a consumer's browser, for providers that need it. Follows the proxies back from the connection to the
 * first address that is not a trusted proxy; anything before that address can be forged. Null if it is unknown, or if a
 * trusted proxy sends no address. proxy-addr, the usual library, reads X-Forwarded-For but not RFC 7239.
 *
 * @param isOwnProxy See TRUSTED_PROXIES.
 */
export function browserAddress(
  { socket, headers }: IncomingMessage,
  isOwnProxy: (address: string) => boolean,
): string | null {
  let address = readAddress(socket.remoteAddress ?? '')
  for (const hop of forwardedFor(headers)) {
    if (address === undefined || !isOwnProxy(address)) break
    address = readAddress(hop)
  }
  return address ?? null
}

/**
 * The address that each proxy forwarded for, the nearest proxy first. Most proxies set X-Forwarded-For and pass on
 * Forwarded.
 */
function forwardedFor(headers: IncomingHttpHeaders): readonly string[] {
  const elements = listOf(headers['x-forwarded-for'])
  return elements.length > 0 ? elements.map(unquoted) : listOf(headers.forwarded).map(forParameter)
}

/** The elements of a list header, the nearest proxy's first, without empty ones. */
function listOf(header: string | readonly string[] | undefined): readonly string[] {
  return splitFromEnd([header ?? []].flat().join(','), ',').filter(element => element !== '')
}

/** The `for` of `for="[2001:db8::1]:4711";proto=https`, RFC 7239; empty if there is none. */
function forParameter(element: string): string {
  const pair = splitFromEnd(element, ';').find(text => /^for=/i.test(text))
  return unquoted(pair?.slice('for='.length) ?? '')
}

/**
 * Splits a text at separators outside quoted strings, the last part first. It reads from the end, where the nearest
 * proxy writes, so that an unclosed quote from an unknown sender does not affect what a proxy appends.
 */
function splitFromEnd(text: string, separator: ',' | ';'): readonly string[] {
  const parts: string[] = []
  let end = text.length
  let quoted = false
  for (let at = end - 1; at >= 0; at--) {
    if (text[at] === '"' && !(quoted && isEscaped(text, at))) quoted = !quoted
    if (text[at] !== separator || quoted) continue
    parts.push(text.slice(at + 1, end).trim())
    end = at
  }
  return [...parts, text.slice(0, end).trim()]
}

/** An odd number of backslashes escapes the character after them. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function unquoted(value: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]
  return inside === undefined ? value : inside.replaceAll(/\\(.)/g, '$1')
}
