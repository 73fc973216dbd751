import { isRecord } from '../../../base/text/json.ts'
import { namesOf, type Parameters, textOfValue } from '../signature.ts'
import { documentedNameAtEnd, isParameterName } from './parameter-names.ts'

/**
 * Why a message is not to be believed although its signature matches; undefined if it is.
 *
 * Nothing stands between the pairs that are hashed. Whoever holds a genuine message (a consumer's browser does) can cut
 * the same text into other pairs, and APS signs what it repeats, refusals included, so that a text which the consumer
 * typed may be written to be cut: `YESresponse_code=14000status=14…`. So a text is believed only in the one way of
 * cutting it in which no value has an equals sign and every documented name that stands before one is a parameter's:
 * then no pair of APS's can vanish into another, and none of its names can come twice.
 */
export function shapeProblem(message: Parameters): string | undefined {
  let before = ''
  for (const name of namesOf(message)) {
    const value = message[name]
    if (!isParameterName(name)) return 'a parameter has no name of theirs'
    const named = documentedNameAtEnd(before + name)
    if (named !== undefined && named !== name) return 'a name is cut elsewhere'
    if (name === '3ds_url' ? hidesName(value) : holdsPair(value)) return 'a parameter hides in another'
    if (name.endsWith('_response_code') && HIDDEN_CODE.test(textOfValue(value))) return 'a code hides in another'
    before = textOfValue(value)
  }
  return undefined
}

/**
 * `processor_` before `response_code=00027` makes another documented name of it; what could then follow unseen is part
 * of an undocumented name.
 */
const HIDDEN_CODE = /^\d{5}[a-z]/

/** What we send, and what APS adds, is without it. */
function holdsPair(value: unknown): boolean {
  if (isRecord(value) || Array.isArray(value)) return Object.values(value).some(holdsPair) || hidesName(value)
  return typeof value === 'string' && value.includes('=')
}

/** An address has names of its own in its query, ours among them: behind `?` or `&`, where no parameter can begin. */
function hidesName(value: unknown): boolean {
  const texts = textOfValue(value).split('=').slice(0, -1)
  return texts.some(text => {
    const name = documentedNameAtEnd(text)
    return name !== undefined && !/[?&]$/.test(text.slice(0, -name.length))
  })
}
