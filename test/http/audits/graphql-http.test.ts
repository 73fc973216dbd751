import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
beforeAll(async () => {
  server = await startSmallServer({ sdl: 'type Query { hello: String } type Mutation { act: String }' })
})
afterAll(() => server.stop())

/** The audits of graphql-http, for GraphQL over HTTP: what a server must, should and may do. */
describe('graphql-http', () => {
  const audits = serverAudits({
    url: () => server.graphqlUrl,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${KEY}` },
      }),
  })

  test('has its usual number of audits', () => {
    expect(audits.length).toBeGreaterThan(50)
  })

  test.each(audits.map(audit => [`${audit.id}: ${audit.name}`, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn()
    expect('reason' in result ? result.reason : result.status).toBe('ok')
  })
})
