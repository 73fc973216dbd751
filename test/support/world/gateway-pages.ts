import { authenticationReturn } from '../../../src/operations/hosted-page/authentication-return.ts'
import { authenticationStart } from '../../../src/operations/hosted-page/authentication-start.ts'
import type { World } from './world.ts'

/** A consumer's browser, at `ip`, at a world's gateway without an HTTP server: its two pages are answered here. */
export function pagesOf(world: World, ip: string | null = '203.0.113.7') {
  const gateway = world.deps.settings.publicUrl
  return async (url: string, init: RequestInit): Promise<Response> => {
    if (!url.startsWith(`${gateway}/authenticate/`)) return fetch(url, init)
    const { pathname, searchParams } = new URL(url)
    const token = pathname.split('/').at(-1) ?? ''
    if (!pathname.includes('/return/')) {
      const onward = await authenticationStart(world.deps, token)
      if (onward === undefined) return new Response('not found', { status: 404 })
      return 'form' in onward ? formPage(onward.form) : redirect(onward.redirectTo)
    }
    const body = init.body instanceof URLSearchParams ? init.body : searchParams
    const parameters = Object.fromEntries(body)
    const found = await authenticationReturn(world.deps, { token, parameters, ip })
    return found ? redirect(found.redirectTo) : new Response('not found', { status: 404 })
  }
}

function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { location } })
}

function formPage({ action, fields }: { action: string; fields: Readonly<Record<string, string>> }): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input name="${name}" value="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`,
  )
  return new Response(`<form method="post" action="${action}">${inputs.join('')}</form>`)
}
