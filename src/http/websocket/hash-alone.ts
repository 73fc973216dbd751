import { isRecord, parseJson } from '../../base/json.ts'
import { isHashAlone } from '../graphql/parameters.ts'
import { persistedQueryNotSupported } from '../graphql/requested-operation.ts'
import { MESSAGE_DEPTH } from './operations.ts'

/**
 * The answer to a subscribe message that names its query by a persisted query's hash alone, or undefined for any other
 * message. graphql-ws takes such a message for a broken one, and would close the socket with all that runs on it.
 */
export function refuseHashAlone(text: string): string | undefined {
  if (!text.includes('"persistedQuery"')) return undefined
  const message = parseJson(text, MESSAGE_DEPTH)
  if (!isRecord(message) || message['type'] !== 'subscribe' || !isRecord(message['payload'])) return undefined
  const { id, payload } = message
  if (typeof id !== 'string' || id === '' || !isHashAlone(payload['query'], payload['extensions'])) return undefined
  return JSON.stringify({ id, type: 'error', payload: [persistedQueryNotSupported()] })
}
