interface SimulatorClock {
  readonly now: string
  readonly nextDue: string | null
  /** Requests and deliveries. */
  readonly inFlight: number
}

/** The simulators' clock, the next due time there, and what is in flight. */
export async function simulatorClock({
  sandbox,
}: {
  readonly sandbox: { readonly url: string }
}): Promise<SimulatorClock> {
  const answer = await fetch(`${sandbox.url}/control/clock`)
  return (await answer.json()) as SimulatorClock
}
