/** An absolute URL as a header takes it: to the letter where it is ASCII; else percent-encoded, as a browser does it. */
export function inAscii(url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href
}

/**
 * A URL with one parameter in its query: it replaces all parameters of that name. The rest of the URL stays
 * unchanged, with its fragment at the end.
 *
 * @param name Like the value, of characters that need no encoding.
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

/** As a reader of the query decodes it: `agreement%49d` is agreementId. */
function isNamed(pair: string, name: string): boolean {
  // Without the ampersand a question mark at the beginning would not count as part of the name.
  return new URLSearchParams(`&${pair}`).has(name)
}
