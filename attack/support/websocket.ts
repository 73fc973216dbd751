import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Target } from '../attack.ts'

/** A WebSocket whose credential was accepted; undefined if the gateway refused or closed it. */
export async function openWebSocket(target: Target, key: string): Promise<WebSocket | undefined> {
  const socket = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  socket.on('error', () => {}) // 'close' follows
  const closed = once(socket, 'close').then(() => false)
  if (!(await Promise.race([once(socket, 'open').then(() => true), closed]).catch(() => false))) return undefined
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: key } }))
  const isAccepted = await Promise.race([once(socket, 'message').then(() => true), closed])
  return isAccepted ? socket : undefined
}

/** Subscribes without waiting for an answer. */
export function subscribe(socket: WebSocket, id: string): void {
  socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query: 'subscription { events { id } }' } }))
}
