/** A reason not to start that a person can act on: its message is one clear sentence, printed alone, exit code 1. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
