import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** An address where nothing listens: a port that was free a moment ago. */
export async function refusingOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>(resolve => server.close(() => resolve()))
  return `http://127.0.0.1:${port}`
}
