/** JSON that preserves amounts and instants, for the traffic between the gateway and a model provider. */
export function encode(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, member: unknown) {
    if (typeof member === 'bigint') return { $amount: member.toString() }
    return this[name] instanceof Date ? { $instant: this[name].toISOString() } : member
  })
}

export function decode<T>(text: string): T {
  return JSON.parse(text, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null) return member
    if ('$amount' in member) return BigInt(String(member.$amount))
    return '$instant' in member ? new Date(String(member.$instant)) : member
  }) as T
}
