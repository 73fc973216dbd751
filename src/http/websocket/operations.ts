import type { GraphQLError } from 'graphql'
import {
  CloseCode,
  type CompleteMessage,
  type Message,
  MessageType,
  type SubscribeMessage,
  validateMessage,
} from 'graphql-ws'
import { isRecord, JSON_DEPTH, nestsDeeper } from '../../base/json.ts'
import { isHashAlone } from '../graphql/parameters.ts'
import { badRequest } from '../graphql/public-error.ts'
import { persistedQueryNotSupported } from '../graphql/requested-operation.ts'

/** The operations of one socket, between the socket and graphql-ws. */
export interface Operations {
  /** Takes a message of the client. @param handle graphql-ws. */
  receive(text: string, handle: (text: string) => Promise<void>): Promise<void>
  /** Takes a message of graphql-ws for the client. Settles when it has left this process. */
  send(text: string): Promise<void>
  /** Why this operation is not executed, by the id that graphql-ws knows it by. */
  refusalOf(ownId: string): GraphQLError | undefined
}

interface OperationsOptions {
  readonly send: (text: string) => Promise<void>
  readonly close: (code: number, reason: string) => void
  /** Open at once. */
  readonly maxOperations: number
  /** What the client gets where an operation failed in a way that nothing else catches. */
  readonly toPublic: (error: unknown) => GraphQLError
  readonly isAuthenticated: () => boolean
  /** Called for each subscribe message that is answered here. */
  readonly onRefused: () => void
}

/**
 * Of those that the client has completed some are still ending: several times as many fit in, since a page that is drawn
 * again completes and subscribes all that it shows at once.
 */
const ENDING_FACTOR = 4
/** Around variables and extensions, which may be as deep as any JSON, are the payload and the message. */
const MESSAGE_DEPTH = JSON_DEPTH + 2
const HEAD = '{"id":"'

/**
 * Gives each operation an id of its own in graphql-ws, which knows an operation by the client's id alone: one that ends
 * would take along another that has the id by then, in the same tick even. What is sent has the client's id again.
 */
export function createOperations(options: OperationsOptions): Operations {
  const { send, close, maxOperations, toPublic, isAuthenticated, onRefused } = options
  let last = 0
  let running = 0
  const ownIds = new Map<string, string>()
  const clientIds = new Map<string, string>()
  const refusals = new Map<string, GraphQLError>()

  const forget = (ownId: string) => {
    const id = clientIds.get(ownId)
    clientIds.delete(ownId)
    if (id !== undefined) ownIds.delete(id)
  }
  const refusal = (tooDeep: boolean): GraphQLError | undefined => {
    if (tooDeep) return badRequest(`"variables" and "extensions" nest at most ${JSON_DEPTH} levels deep.`)
    if (ownIds.size <= maxOperations && running <= maxOperations * ENDING_FACTOR) return undefined
    return badRequest(`A socket takes ${maxOperations} operations at once: complete one, or open another socket.`)
  }
  const subscribe = async ({ id, payload, ...message }: SubscribeMessage, tooDeep: boolean, handle: Handle) => {
    if (ownIds.has(id)) return close(CloseCode.SubscriberAlreadyExists, 'Subscriber for this id already exists')
    last += 1
    const ownId = String(last)
    ownIds.set(id, ownId)
    clientIds.set(ownId, id)
    running += 1
    const refused = refusal(tooDeep)
    if (refused) refusals.set(ownId, refused)
    try {
      await handle(JSON.stringify({ ...message, id: ownId, payload: tooDeep ? { query: payload.query } : payload }))
    } catch (error) {
      const told = toPublic(error)
      if (clientIds.has(ownId)) await send(JSON.stringify({ id, type: MessageType.Error, payload: [told] }))
    } finally {
      running -= 1
      refusals.delete(ownId)
      forget(ownId)
    }
  }
  const complete = async ({ id, ...message }: CompleteMessage, handle: Handle) => {
    const ownId = ownIds.get(id)
    if (ownId === undefined) return
    forget(ownId)
    await handle(JSON.stringify({ ...message, id: ownId }))
  }
  return {
    async receive(text, handle) {
      const value = parsed(text)
      const tooDeep = nestsDeeper(text, MESSAGE_DEPTH)
      const hashAlone = tooDeep || !isAuthenticated() ? undefined : idOfHashAlone(value)
      if (hashAlone !== undefined) {
        onRefused()
        return send(JSON.stringify({ id: hashAlone, type: MessageType.Error, payload: [persistedQueryNotSupported()] }))
      }
      const message = messageIn(value)
      switch (message?.type) {
        case MessageType.Subscribe:
          return subscribe(message, tooDeep, handle)
        case MessageType.Complete:
          return complete(message, handle)
        case MessageType.ConnectionInit:
        case MessageType.Ping:
        case MessageType.Pong:
          // A payload so deep holds no credential, and is not sent back.
          return handle(tooDeep ? JSON.stringify({ type: message.type }) : text)
        default:
          return close(CloseCode.BadRequest, 'Invalid message received')
      }
    },
    send(text) {
      if (!text.startsWith(HEAD)) return send(text)
      const end = text.indexOf('"', HEAD.length)
      const ownId = text.slice(HEAD.length, end)
      const id = clientIds.get(ownId)
      if (id === undefined) return Promise.resolve() // the client has completed it
      // After anything but a result the client may use the id again at once.
      if (!text.startsWith('","type":"next"', end)) forget(ownId)
      return send(`{"id":${JSON.stringify(id)}${text.slice(end + 1)}`)
    },
    refusalOf: ownId => refusals.get(ownId),
  }
}

type Handle = (text: string) => Promise<void>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/**
 * The id of a subscribe message that names its query by a persisted query's hash alone. graphql-ws takes such a message for
 * a broken one, and would close the socket with all that runs on it.
 */
function idOfHashAlone(message: unknown): string | undefined {
  if (!isRecord(message) || message['type'] !== MessageType.Subscribe || !isRecord(message['payload'])) return undefined
  const { id, payload } = message
  return typeof id === 'string' && id !== '' && isHashAlone(payload['query'], payload['extensions']) ? id : undefined
}

function messageIn(value: unknown): Message | undefined {
  try {
    return validateMessage(value)
  } catch {
    return undefined
  }
}
