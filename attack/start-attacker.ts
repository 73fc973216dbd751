import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Target } from './attack.ts'
import type { FromAttacker, ToAttacker } from './attacker.ts'

const FILE = fileURLToPath(new URL('attacker.ts', import.meta.url))

export interface Attacker {
  /** Starts the attack. Resolves with the violation, or undefined. */
  go(): Promise<string | undefined>
  /** Ends the process and all its connections. */
  end(): Promise<void>
}

/** Starts the process of an attack. Resolves when it is prepared. */
export async function startAttacker(name: string, target: Target): Promise<Attacker> {
  const child = fork(FILE, { execArgv: [] })
  const prepared = Promise.withResolvers<void>()
  const finding = Promise.withResolvers<string | undefined>()
  finding.promise.catch(() => {}) // a rejection before `go` is not unhandled
  const fail = (error: Error) => {
    prepared.reject(error)
    finding.reject(error)
  }
  child.on('message', (message: FromAttacker) => {
    if ('prepared' in message) prepared.resolve()
    else if ('error' in message) fail(new Error(`${name}: ${message.error}`))
    else finding.resolve(message.finding ?? undefined)
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  void exited.then(() => fail(new Error(`${name}: the attacking process has ended`)))
  const send = (message: ToAttacker) => child.send(message)
  const end = async () => {
    child.kill('SIGKILL')
    await exited
  }
  send({ name, target })
  await prepared.promise.catch(async error => {
    await end()
    throw error
  })
  return {
    go() {
      send('go')
      return finding.promise
    },
    end,
  }
}
