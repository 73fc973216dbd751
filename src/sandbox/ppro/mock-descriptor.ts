/** What a MOCK payment's `paymentDescriptor` asks for. Keys and defaults are PPRO's. */
type MockBehavior = {
  readonly requiresAuthentication: boolean
  readonly requiresCapture: boolean
  readonly providerConfirmation: boolean
  /** Null: the default. */
  readonly providerConfirmationDelayMs: number | null
}

/** Reads `key=value;key=value`; unknown keys and values are passed over, since a descriptor is free text elsewhere. */
export function readMockDescriptor(descriptor: string | null): MockBehavior {
  const values = new Map<string, string>()
  for (const pair of (descriptor ?? '').split(';')) {
    const [key, value] = pair.split('=', 2)
    if (key !== undefined && value !== undefined) values.set(key.trim(), value.trim())
  }
  const seconds = /^(\d{1,9})s$/.exec(values.get('providerConfirmationDelay') ?? '')?.[1]
  return {
    requiresAuthentication: values.get('requiresAuthentication') === 'true',
    requiresCapture: values.get('requiresCapture') === 'true',
    providerConfirmation: values.get('providerConfirmation') === 'true',
    providerConfirmationDelayMs: seconds === undefined ? null : Number(seconds) * 1000,
  }
}

/**
 * PPRO's mock fails every amount of this band; which code an amount outside the published ones gives is not published.
 */
export function isInMockFailureBand(amount: number): boolean {
  return amount > 300_000 && amount < 400_000
}
