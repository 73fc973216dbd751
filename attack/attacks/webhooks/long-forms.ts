import { type Attack, many } from '../../attack.ts'
import { post, repeat } from '../../support/http.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Forms and JSON with very many names, sent to the addresses to which a provider or a browser posts. No key. */
export const longForms: Attack = {
  name: 'long-forms',
  kind: 'forms',
  bounds: { longestMs: 750 },
  async run(target) {
    const names = Array.from({ length: many(target, 158_000) }, (_, index) => index.toString(36))
    const form = names.join('&')
    const json = JSON.stringify(Object.fromEntries(names.slice(0, 100_000).map(name => [name, 1])))
    await repeat(10, 2, () => post(target, '/webhooks/aps', form, FORM))
    await repeat(10, 2, () => post(target, '/webhooks/aps', json, { 'content-type': 'application/json' }))
    await repeat(10, 2, () => post(target, '/authenticate/return/x', form.slice(0, 64_000), FORM))
    return undefined
  },
}
