// A child process that runs one attack. It is separate, so that it takes no time from the measured caller.
import type { Target } from './attack.ts'
import { attacks } from './list.ts'

/** Prepares after the first message and attacks after the second. */
export type ToAttacker = { readonly name: string; readonly target: Target } | 'go'
export type FromAttacker =
  | { readonly prepared: true }
  | { readonly finding: string | null }
  | { readonly error: string }

const go = Promise.withResolvers<void>()
const tell = (message: FromAttacker) => process.send?.(message)

async function make(name: string, target: Target): Promise<void> {
  try {
    const attack = attacks.find(one => one.name === name)
    if (attack === undefined) throw new Error(`there is no attack ${name}`)
    await attack.prepare?.(target)
    tell({ prepared: true })
    await go.promise
    tell({ finding: (await attack.run(target)) ?? null })
  } catch (error) {
    tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

process.on('message', (message: ToAttacker) => {
  if (message === 'go') go.resolve()
  else void make(message.name, message.target)
})
process.once('disconnect', () => process.exit(0))
