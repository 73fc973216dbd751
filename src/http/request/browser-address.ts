import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { readAddress } from '../../base/text/ip-address.ts'

/**
 * The address of a consumer's browser, for providers that ask for it. Each proxy of one's own says from whom it
 * forwards, so the way is followed from the connection back to the first address that is none of one's own proxies:
 * what stands before that is a stranger's word. Null if it is unknown, also if one of these proxies names no address.
 *
 * @param isOwnProxy see TRUSTED_PROXIES.
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
 * Whom each proxy forwarded for, the nearest proxy's word first. Most proxies write X-Forwarded-For and pass on the
 * other.
 */
function forwardedFor(headers: IncomingHttpHeaders): readonly string[] {
  const elements = listOf(headers['x-forwarded-for'])
  return elements.length > 0 ? elements.map(unquoted) : listOf(headers.forwarded).map(forParameter)
}

/** The nearest proxy's first. A trailing comma, or two in a row, are no element. */
function listOf(header: string | readonly string[] | undefined): readonly string[] {
  return splitFromEnd([header ?? []].flat().join(','), ',').filter(element => element !== '')
}

/** The `for` of `for="[2001:db8::1]:4711";proto=https`, RFC 7239; empty if there is none. */
function forParameter(element: string): string {
  const pair = splitFromEnd(element, ';').find(text => /^for=/i.test(text))
  return unquoted(pair?.slice('for='.length) ?? '')
}

/**
 * The parts of a text between separators that are in no quoted string, the last part first. It reads from the end,
 * where the nearest proxy writes: so a quote that a stranger leaves open changes nothing of what a proxy adds after it.
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

/** Backslashes escape one another too: an odd number of them escapes what follows. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function unquoted(value: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]
  return inside === undefined ? value : inside.replaceAll(/\\(.)/g, '$1')
}
