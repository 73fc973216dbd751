import { isRecord } from '../../../base/text/json.ts'
import { namesOf, type Parameters, textOfValue } from '../signature.ts'
import { documentedNameAtEnd, isParameterName } from './parameter-names.ts'

/**
 * Why a message is rejected although its signature matches; undefined if it is accepted.
 *
 * The hashed pairs have no separator. An attacker with a genuine message (any consumer's browser has one) can split the
 * same text into other pairs. APS also signs echoed text, in refusals too, so a consumer can type text for this
 * purpose: `YESresponse_code=14000status=14…`. So a message is accepted only in the one split in which no value has an
 * equals sign and every documented name before an equals sign is a parameter. Then no pair of APS can hide in another
 * one, and no APS name can occur twice.
 */
export function shapeProblem(message: Parameters): string | undefined {
  let before = ''
  for (const name of namesOf(message)) {
    const value = message[name]
    if (!isParameterName(name)) return 'malformed parameter name'
    const named = documentedNameAtEnd(before + name)
    if (named !== undefined && named !== name) return 'a parameter name is split at the wrong place'
    if (name === '3ds_url' ? hidesName(value) : holdsPair(value)) return 'a parameter is hidden in the value of another'
    if (name.endsWith('_response_code') && HIDDEN_CODE.test(textOfValue(value)))
      return 'a response code is hidden in the value of another parameter'
    before = textOfValue(value)
  }
  return undefined
}

/**
 * `processor_` before `response_code=00027` makes another documented name; hidden text after it would look like part of
 * an undocumented name.
 */
const HIDDEN_CODE = /^\d{5}[a-z]/

/** Neither our values nor those of APS contain an equals sign. */
function holdsPair(value: unknown): boolean {
  if (isRecord(value) || Array.isArray(value)) return Object.values(value).some(holdsPair) || hidesName(value)
  return typeof value === 'string' && value.includes('=')
}

/** A URL can have names in its query, after `?` or `&`, where no parameter can begin. */
function hidesName(value: unknown): boolean {
  const texts = textOfValue(value).split('=').slice(0, -1)
  return texts.some(text => {
    const name = documentedNameAtEnd(text)
    return name !== undefined && !/[?&]$/.test(text.slice(0, -name.length))
  })
}
