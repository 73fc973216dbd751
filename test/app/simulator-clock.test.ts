import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createSimulatorClock } from '../../src/app/sandbox/simulator-clock.ts'
import { createLog } from '../../src/base/log/log.ts'
import { reservePort } from '../support/programs/ports.ts'

const lines: { url?: string; msg?: string }[] = []
const log = createLog(
  { level: 'info', program: 'test' },
  { write: (line: string) => void lines.push(JSON.parse(line)) },
)
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  lines.length = 0
})

/** The requests that it gets, and its responses. */
async function serve(status: number, body: string) {
  const asked: string[] = []
  const server: Server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    asked.push(`${request.method} ${request.url} ${text}`.trim())
    response.writeHead(status).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise(resolve => server.closeAllConnections() ?? server.close(resolve)))
  return { asked, clock: open(`http://127.0.0.1:${(server.address() as { port: number }).port}`) }
}

function open(url: string) {
  const clock = createSimulatorClock(url, { log })
  closing.push(() => clock.close())
  return clock
}

const now = '2027-01-31T09:00:00.000Z'

test('it is read and moved through the control interface', async () => {
  const { clock, asked } = await serve(200, JSON.stringify({ now, nextDue: null, inFlight: 2 }))
  const time = { now: new Date(now), nextDue: null, inFlight: 2 }
  expect(await clock.read()).toEqual(time)
  expect(await clock.advance(new Date('2027-02-01T00:00:00.005Z'))).toEqual(time)
  expect(asked).toEqual(['GET /control/clock', 'POST /control/clock {"to":"2027-02-01T00:00:00.005Z"}'])
})

test('the next due time is an instant; a clock that does not say what is in flight has nothing in flight', async () => {
  const { clock } = await serve(200, JSON.stringify({ now, nextDue: now }))
  expect(await clock.read()).toEqual({ now: new Date(now), nextDue: new Date(now), inFlight: 0 })
})

test.each([
  ['it is refused', 400, '{"issues":[]}'],
  ['another program listens there', 200, '<html>'],
])('nothing is known if %s, and the log says so', async (_, status, body) => {
  const { clock } = await serve(status, body)
  expect(await clock.read()).toBeUndefined()
  expect(lines.map(({ msg }) => msg)).toEqual(['the clock of the simulators could not be reached'])
})

test('nothing is known if nothing listens there', async () => {
  const url = `http://127.0.0.1:${await reservePort()}`
  expect(await open(url).advance(new Date(now))).toBeUndefined()
  expect(lines).toMatchObject([{ url }])
})
