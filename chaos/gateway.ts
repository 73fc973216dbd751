import { setTimeout as delay } from 'node:timers/promises'
import { type Program, type ProgramOptions, startProgram } from './program.ts'

export interface Gateway {
  start(): Promise<void>
  /** SIGKILL, then started again on the same port. Resolves when it serves, or was killed once more. */
  killAndRestart(downMs: number): Promise<void>
  stop(): Promise<void>
  readonly kills: number
}

const START_AGAIN_MS = 500

/** The gateway, which is started again whenever it ends until it is stopped. */
export function createGateway(options: Omit<ProgramOptions, 'name'>): Gateway {
  let stopping = false
  let kills = 0
  let present: Program | undefined
  const begin = async (): Promise<void> => {
    if (stopping) return
    const program = startProgram({
      ...options,
      name: 'the gateway',
      onDeath: how => {
        options.onDeath(how)
        void delay(START_AGAIN_MS).then(begin, () => {})
      },
    })
    present = program
    await program.serves.catch(error => {
      if (present === program && !stopping) throw error
    })
  }
  return {
    start: begin,
    async killAndRestart(downMs) {
      kills += 1
      const killed = present
      present = undefined
      await killed?.kill()
      await delay(downMs)
      await begin()
    },
    async stop() {
      stopping = true
      await present?.stop()
    },
    get kills() {
      return kills
    },
  }
}
