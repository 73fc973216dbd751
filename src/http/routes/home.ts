import type { Route } from '../exchange.ts'

/** Redirects a browser from the bare address to GraphiQL. */
export const homeRoute: Route = {
  name: 'home',
  path: '/',
  methods: ['GET', 'HEAD'],
  handle({ response }) {
    response.writeHead(302, { location: '/graphql', 'content-length': 0 }).end()
  },
}
