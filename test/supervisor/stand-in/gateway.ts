// A gateway for tests of the supervisor: counts its starts in the database, and acts on a request's path.
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

const problem = process.env['STAND_IN_PROBLEM']
if (problem) {
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] })
pool.on('error', () => {})
await pool.query('CREATE TABLE IF NOT EXISTS starts (at timestamptz)').catch(error => {
  process.stderr.write(`The database could not be reached: ${error.message}.\n`)
  process.exit(1)
})
const { rows } = await pool.query<{ starts: number }>('SELECT count(*)::int AS starts FROM starts')
if (rows[0]?.starts === Number(process.env['STAND_IN_STARTS'])) {
  process.stderr.write('The stand-in has started often enough.\n')
  process.exit(1)
}
await pool.query('INSERT INTO starts VALUES (now())')

const server = createServer(async (request, response) => {
  if (request.url === '/die') process.kill(process.pid, 'SIGKILL')
  const starts = await pool.query('SELECT count(*)::int AS number FROM starts').catch(() => undefined)
  response.end(JSON.stringify({ pid: process.pid, starts: starts?.rows[0].number ?? null }))
})
server.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1', () => {
  process.stdout.write('an ordinary line\n')
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: 'http://localhost' })}\n`)
})

const stop = async (why: string) => {
  process.stderr.write(`gateway stops: ${why}\n`)
  await delay(Number(process.env['STAND_IN_DRAIN_MS'] ?? 0))
  process.exit(0)
}
process.on('SIGTERM', () => stop('SIGTERM'))
if (!process.env['STAND_IN_STUBBORN']) process.on('disconnect', () => stop('disconnect'))
