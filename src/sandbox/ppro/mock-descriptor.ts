/** The behavior that a MOCK payment's `paymentDescriptor` requests. Keys and defaults are PPRO's. */
type MockBehavior = {
  readonly requiresAuthentication: boolean
  readonly requiresCapture: boolean
  readonly providerConfirmation: boolean
  /** Null: the default. */
  readonly providerConfirmationDelayMs: number | null
}

/**
 * Reads `key=value;key=value`. Unknown keys and values are ignored, because a descriptor is free text for other
 * methods.
 */
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

/** PPRO's mock fails every amount of this band. PPRO does not publish the code for amounts that are not in its list. */
export function isInMockFailureBand(amount: number): boolean {
  return amount > 300_000 && amount < 400_000
}
