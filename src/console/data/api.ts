import { createClient } from '../../client/index.ts'

/** Says that the session's cookie counts; a page of another origin cannot send it. */
export const SESSION_HEADER = { 'x-perennial-console': '1' }

/** The page's one client. It has no credential: the browser sends the session's cookie, which scripts cannot read. */
export const api = createClient({
  url: new URL('/graphql', location.href).href,
  fetch(address, init) {
    const headers = new Headers(init?.headers)
    for (const [name, value] of Object.entries(SESSION_HEADER)) headers.set(name, value)
    return fetch(address, { ...init, headers })
  },
  connectionParams: { console: true },
})
