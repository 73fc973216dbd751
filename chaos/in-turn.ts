/** Gives one address after the other, starting anywhere: after a lost connection, the next one is another gateway's. */
export function inTurn(addresses: readonly string[], first = 0): () => string {
  let turn = first
  return () => {
    const address = addresses[turn++ % addresses.length]
    if (address === undefined) throw new Error('there is no address')
    return address
  }
}
