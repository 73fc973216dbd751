/**
 * Why Perennial cannot start, as one sentence for the person who started it. It is printed without a stack and
 * without a prefix, so it says what to do and holds no secret.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}
