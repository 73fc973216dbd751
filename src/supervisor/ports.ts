import { createServer } from 'node:net'
import { StartupError } from '../base/log/startup-error.ts'

/** An address to listen on, and the variable that sets its port. */
type Listener = { readonly variable: 'PORT' | 'SANDBOX_PORT'; readonly host: string; readonly port: number }

/** @throws StartupError if the port cannot be used: one sentence that names the variable. */
export async function checkPort({ variable, host, port }: Listener): Promise<void> {
  const server = createServer()
  const error = await new Promise<NodeJS.ErrnoException | undefined>(resolve => {
    server.once('error', resolve).listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
  if (!error) return
  const where = `Port ${port} on ${host}`
  if (error.code === 'EADDRINUSE') {
    throw new StartupError(
      `${where} is in use by another program: stop that program, or set ${variable} to a free port.`,
    )
  }
  if (error.code === 'EACCES')
    throw new StartupError(`${where} needs privileges: set ${variable} to a port above 1023.`)
  throw new StartupError(`${where} cannot be used (${error.code}): set HOST to an address of this machine.`)
}
