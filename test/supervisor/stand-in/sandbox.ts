// A simulator program for tests of the supervisor: answers with its environment.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  if (request.url === '/die') process.kill(process.pid, 'SIGKILL')
  response.end(JSON.stringify({ pid: process.pid, environment: process.env }))
})
server.listen(Number(process.env['SANDBOX_PORT']), process.env['SANDBOX_HOST'], () => {
  process.stdout.write(`${JSON.stringify({ event: 'listening' })}\n`)
})
process.on('SIGTERM', () => {
  process.stderr.write('sandbox stops: SIGTERM\n')
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
