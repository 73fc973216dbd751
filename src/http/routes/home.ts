import type { Route } from '../exchange.ts'

/** Whoever opens the bare address in a browser lands in GraphiQL. */
export const homeRoute: Route = {
  name: 'home',
  path: '/',
  methods: ['GET', 'HEAD'],
  handle({ response }) {
    response.writeHead(302, { location: '/graphql', 'content-length': 0 }).end()
  },
}
