import { afterEach, describe, expect, test } from 'vitest'
import { type SmallServer, startSmallServer } from '../support/small-server.ts'

const servers: SmallServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

const form = {
  action: 'https://pay.example/FortAPI/paymentPage?x=1',
  fields: { merchant_reference: 'att_1', return_url: 'https://gateway.example/authenticate/return/a.b', note: `"<'&>` },
}

async function opened(token: string) {
  const asked: string[] = []
  const server = await startSmallServer({
    sdl: 'type Query { unused: Int }',
    ports: {
      startAuthentication: async of => {
        asked.push(of)
        if (of === 'form') return { form }
        return of === 'onward' ? { redirectTo: 'https://bank.example/3ds' } : undefined
      },
    },
  })
  servers.push(server)
  const response = await fetch(`${server.url}/authenticate/${token}`, { redirect: 'manual' })
  return { response, text: await response.text(), asked }
}

describe('our page on the way to the provider', () => {
  test('contains exactly the form that it posts, escaped, and a button for browsers without scripts', async () => {
    const { response, text } = await opened('form')
    expect(response.status).toBe(200)
    expect(text).toContain(`<form id="onward" method="post" action="https://pay.example/FortAPI/paymentPage?x=1">
<input type="hidden" name="merchant_reference" value="att_1">
<input type="hidden" name="return_url" value="https://gateway.example/authenticate/return/a.b">
<input type="hidden" name="note" value="&quot;&lt;&#39;&amp;&gt;">
<button>Continue</button>
</form>`)
  })

  test('allows no other script, load or form, and no frame, cache or referrer', async () => {
    const { response } = await opened('form')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; base-uri 'none'; form-action https:\/\/pay\.example; frame-ancestors 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='$/,
    )
    expect([response.headers.get('cache-control'), response.headers.get('referrer-policy')]).toEqual([
      'no-store',
      'no-referrer',
    ])
  })

  test('redirects a browser that has another next page', async () => {
    const { response, asked } = await opened('onward')
    expect([response.status, response.headers.get('location')]).toEqual([303, 'https://bank.example/3ds'])
    expect(asked).toEqual(['onward'])
  })

  test.each(['unknown', ''])('is a page with 404 if the link is not ours: "%s"', async token => {
    const { response, text } = await opened(token)
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(text).not.toContain('unknown')
  })
})
