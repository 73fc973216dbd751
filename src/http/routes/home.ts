import type { Route } from '../exchange.ts'
import { LOGO } from '../graphiql/logo.ts'
import type { Exposure } from '../server-options.ts'
import { respondPage } from './browser-page.ts'

interface Link {
  readonly path: string
  readonly name: string
  readonly text: string
  readonly isShown: boolean
}

/** What there is at this address, for a person who opens it. */
export function homeRoute(shown: Pick<Exposure, 'console' | 'graphiql' | 'introspection'>): Route {
  const links: readonly Link[] = [
    { path: '/console/', name: 'Console', text: 'Payments, schedules and consumers', isShown: shown.console },
    { path: '/docs/', name: 'Documentation', text: 'From the first charge to going live', isShown: true },
    { path: '/graphql', name: 'GraphiQL', text: 'Try the API in the browser', isShown: shown.graphiql },
    { path: '/schema.graphql', name: 'Schema', text: 'For editors and code generators', isShown: shown.introspection },
  ]
  const items = links
    .filter(({ isShown }) => isShown)
    .map(({ path, name, text }) => `<li><a href="${path}">${name}</a><p>${text}</p></li>`)
  return {
    name: 'home',
    path: '/',
    methods: ['GET', 'HEAD'],
    handle: ({ response }) =>
      respondPage(response, 200, { title: 'Perennial', above: LOGO, body: `<ul>\n${items.join('\n')}\n</ul>` }),
  }
}
