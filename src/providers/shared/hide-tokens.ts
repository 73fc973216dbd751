import { isRecord, type Json } from '../../base/text/json.ts'

const HIDDEN = '[hidden]'

/**
 * Hides the payment tokens in a provider's message for display; the rest is unchanged.
 *
 * @param isToken Whether a member holds a token, by its name and its parent's name.
 */
export function hideTokens(message: Json, isToken: (name: string, parent: string) => boolean, parent = ''): Json {
  if (Array.isArray(message)) return message.map(item => hideTokens(item as Json, isToken, parent))
  if (!isRecord(message)) return message
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => [
      name,
      isToken(name, parent) ? HIDDEN : hideTokens(value as Json, isToken, name),
    ]),
  )
}
