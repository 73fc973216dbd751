import type { Mode } from '../enums.ts'
import { type InputIssue, invalidInput } from '../input/user-error.ts'

/** Enough for a merchant's shops and their test systems. */
const ORIGINS_MAX = 50

/** The origins of given URLs; or what is wrong with them. */
export function readReturnOrigins(given: readonly string[], mode: Mode) {
  const issues: InputIssue[] = []
  if (given.length > ORIGINS_MAX)
    issues.push({ path: ['origins'], code: 'TOO_LONG', message: `Must have at most ${ORIGINS_MAX} entries.` })
  const origins = given.map((text, index) => {
    const url = URL.parse(text)
    const path = ['origins', String(index)]
    if (url === null || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href)
      issues.push({ path, code: 'FORMAT', message: 'Must be an origin without a path, e.g. https://shop.example.' })
    else if (mode === 'LIVE' && url.protocol !== 'https:')
      issues.push({ path, code: 'FORMAT', message: 'Must begin with https:// in live mode.' })
    return url?.origin ?? ''
  })
  return issues.length > 0 ? invalidInput(issues) : ({ ok: true, origins: [...new Set(origins)] } as const)
}

/**
 * Refuses a returnUrl whose origin is not among the merchant's. Undefined if it is allowed. An empty list allows any.
 */
export function checkReturnUrl(returnUrl: string | null | undefined, allowed: readonly string[] = []) {
  if (returnUrl == null || allowed.length === 0 || allowed.includes(new URL(returnUrl).origin)) return undefined
  const message =
    "Must have one of the merchant's allowed origins. Use one of them, or add this one with returnOriginsUpdate."
  return invalidInput([{ path: ['returnUrl'], code: 'UNSUPPORTED', message }])
}
