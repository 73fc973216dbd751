import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A client's WebSocket that costs as little as possible, so that on few cores the clients take little of the time. */
export interface LightSocket {
  send(text: string): void
}

const kinds = { text: 1, close: 8, ping: 9, pong: 10 } as const
const HEAD_END = Buffer.from('\r\n\r\n')
const MASK_BYTES = 4

/** @param onText Gets each text message. Rejects if the server refuses the socket. */
export function openWebSocket(url: string, onText: (bytes: Buffer) => void): Promise<LightSocket> {
  const { hostname, port, pathname, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let isOpen = false
    let rest: Buffer = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('close', () => {
      throw new Error('the server closed a WebSocket')
    })
    socket.once('connect', () => socket.write(handshake(host, pathname)))
    socket.on('data', chunk => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      if (!isOpen) {
        const end = rest.indexOf(HEAD_END)
        if (end === -1) return
        if (!rest.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) return reject(new Error(rest.toString()))
        rest = rest.subarray(end + HEAD_END.length)
        isOpen = true
        resolve({
          send: text => void socket.write(frame(kinds.text, Buffer.from(text))),
        })
      }
      rest = readFrames(rest, socket, onText)
    })
  })
}

function handshake(host: string, path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`
}

/** Returns the bytes of a frame that is not complete. Servers do not mask, and none here splits a message. */
function readFrames(bytes: Buffer, socket: Socket, onText: (bytes: Buffer) => void): Buffer {
  let at = 0
  for (;;) {
    if (bytes.length - at < 2) return bytes.subarray(at)
    const short = bytes.readUInt8(at + 1)
    const head = short === 126 ? 4 : 2
    if (bytes.length - at < head) return bytes.subarray(at)
    const length = short === 126 ? bytes.readUInt16BE(at + 2) : short
    if (bytes.length - at < head + length) return bytes.subarray(at)
    const payload = bytes.subarray(at + head, at + head + length)
    const kind = bytes.readUInt8(at) & 15
    if (kind === kinds.text) onText(payload)
    else if (kind === kinds.ping) socket.write(frame(kinds.pong, payload))
    else throw new Error(`an unexpected frame: ${kind} ${payload.toString()}`)
    at += head + length
  }
}

/** With a mask of zeros, which leaves the payload as it is. */
function frame(kind: number, payload: Buffer): Buffer {
  const isLong = payload.length > 125
  const head = Buffer.alloc((isLong ? 4 : 2) + MASK_BYTES)
  head.writeUInt8(128 | kind, 0)
  head.writeUInt8(128 | (isLong ? 126 : payload.length), 1)
  if (isLong) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}
