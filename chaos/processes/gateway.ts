import { setTimeout as delay } from 'node:timers/promises'
import { type Program, type ProgramOptions, startProgram } from './program.ts'

export interface Gateway {
  start(): Promise<void>
  /** Sends SIGKILL, then starts the gateway again on the same port. Resolves when it serves. */
  killAndRestart(downMs: number): Promise<void>
  /** The same with SIGTERM: it stops in order. `program`: the file that it runs from then on, e.g. of another version. */
  stopAndRestart(downMs: number, program?: string): Promise<void>
  stop(): Promise<void>
  readonly kills: number
}

const START_AGAIN_MS = 500
const STARTS_MAX = 20

/**
 * The gateway under a supervisor that restarts it, as in every deployment: after a kill, after it ended unexpectedly,
 * and after a start that failed because PostgreSQL was down.
 */
export function createGateway(options: ProgramOptions): Gateway {
  let stopping = false
  let kills = 0
  let { file } = options
  let present: Program | undefined
  let starting: Promise<void> | undefined
  const begin = async (): Promise<void> => {
    for (let tries = 1; !stopping; tries++) {
      const program = startProgram({
        ...options,
        file,
        onDeath: how => {
          options.onDeath(how)
          start().catch(error => options.onDeath(`the restart failed: ${error}`))
        },
      })
      present = program
      try {
        return await program.serves
      } catch (error) {
        if (tries === STARTS_MAX) throw error
        await delay(START_AGAIN_MS)
      }
    }
  }
  /** Only one start at a time: a kill can come during the restart after an unexpected end. */
  const start = (): Promise<void> => {
    starting ??= begin().finally(() => {
      starting = undefined
    })
    return starting
  }
  const endAndRestart = async (end: () => Promise<void> | undefined, downMs: number) => {
    await starting
    await end()
    await delay(downMs)
    await start()
  }
  return {
    start,
    async killAndRestart(downMs) {
      kills += 1
      await endAndRestart(() => present?.kill(), downMs)
    },
    stopAndRestart(downMs, program = file) {
      const stopAndReplace = async () => {
        await present?.stop()
        file = program
      }
      return endAndRestart(stopAndReplace, downMs)
    },
    async stop() {
      stopping = true
      await present?.stop()
      await starting
    },
    get kills() {
      return kills
    },
  }
}
