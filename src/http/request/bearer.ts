// A console session (cs_…) is accepted in its cookie alone, where no script reads it.
const BEARER = /^Bearer +((?!cs_)[\x21-\x7e]{1,1024}) *$/i
const BARE = /^(?!cs_)[\x21-\x7e]{1,1024}$/

/** The bearer credential of an Authorization header; undefined if there is none. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : BEARER.exec(header)?.[1]
}

/** The credential in a socket's connection parameters: `authorization` in any case, with "Bearer " or without. */
export function credentialOf(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (name.toLowerCase() !== 'authorization' || typeof value !== 'string') continue
    return bearerOf(value) ?? (BARE.test(value) ? value : undefined)
  }
  return undefined
}
