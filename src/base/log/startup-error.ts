/**
 * The program cannot start, for a reason that its operator can fix. The message is one sentence, printed alone; exit
 * code 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
