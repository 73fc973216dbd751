/** The names of the machine that a page is developed on. */
const OWN_MACHINE = /^(localhost|[a-z0-9-]+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

export const foreignPage =
  "The sandbox's public key works in a browser only on pages of PUBLIC_URL and of localhost. Set SANDBOX_API_KEY to a " +
  'key of your own, and use that one.'

/**
 * True if a page must not use the credential. @param origin The page's; undefined for programs that are not browsers.
 */
export type RefusesPage = (credential: string, origin: string | undefined) => boolean

interface PublicKeyOptions {
  /**
   * A key that everybody knows. Without this check, any page that a developer opens could send it to the sandbox on
   * their machine.
   */
  readonly publicKey?: string | undefined
  readonly publicUrl?: string | undefined
}

/** Binds a public key to our own pages and to those of a local development server. */
export function createRefusesPage({ publicKey, publicUrl }: PublicKeyOptions): RefusesPage {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin
  return (credential, origin) => {
    if (credential !== publicKey || origin === undefined || origin === own) return false
    // Also "null": any page can open a frame without an origin.
    return !OWN_MACHINE.test(URL.parse(origin)?.hostname ?? '')
  }
}
