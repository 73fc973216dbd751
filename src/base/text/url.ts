/** An absolute URL for a header: unchanged if it is ASCII, otherwise percent-encoded as browsers do. */
export function inAscii(url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href
}

/**
 * A URL with one parameter set, in place of all parameters of that name. `URL.searchParams` would rewrite the rest of
 * the query, which must stay unchanged.
 *
 * @param name Like the value, it must need no encoding.
 */
export function withParameter(url: string, name: string, value: string): string {
  const [address = '', ...fragment] = url.split('#')
  const [path = '', ...query] = address.split('?')
  const kept = query
    .join('?')
    .split('&')
    .filter(pair => !isNamed(pair, name))
    .join('&')
  const joint = kept === '' || kept.endsWith('&') ? '' : '&'
  return [`${path}?${kept}${joint}${name}=${value}`, ...fragment].join('#')
}

/** Compares the decoded name: `agreement%49d` is agreementId. */
function isNamed(pair: string, name: string): boolean {
  // The ampersand keeps URLSearchParams from removing a leading question mark.
  return new URLSearchParams(`&${pair}`).has(name)
}
