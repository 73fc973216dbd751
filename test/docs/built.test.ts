import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSchema } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { docs } from '../../scripts/build/docs.ts'
import { buildPart } from '../../scripts/build/part.ts'
import { declineCodes } from '../../src/domain/decline/codes.ts'
import { type BuiltPage, builtPages, deadLinks } from './built.ts'

const project = path.join(import.meta.dirname, '..', '..')

let pages: readonly BuiltPage[]
beforeAll(async () => {
  await buildPart(docs) // nothing to do if npm ci or npm run build has built these pages
  pages = builtPages(path.join(project, docs.output))
})

const page = (name: string) => {
  const found = pages.find(each => each.name === name)
  if (found === undefined) throw new Error(`there is no page ${name}`)
  return found
}
/** The text that a reader sees. */
const textOf = (name: string) => page(name).html.replaceAll(/<[^>]*>/g, ' ')

describe('the built documentation', () => {
  test('has no dead link and no missing anchor, in pages written and made', () => {
    expect(deadLinks(pages)).toEqual([])
    expect(pages.length).toBeGreaterThan(60)
    expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(4_000)
  })

  test('loads nothing from another host, and has no script and no style in a page', () => {
    for (const { name, html } of pages) {
      const loaded = [...html.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"/g)].map(
        ([, from = '']) => from,
      )
      expect([name, loaded.filter(from => !from.startsWith('/docs/'))]).toEqual([name, []])
      expect([name, html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle="|\son\w+="/g)]).toEqual([name, null])
    }
  })

  test('describes every type of the schema, every error type and every decline code', () => {
    const schema = buildSchema(readFileSync(path.join(project, 'schema/schema.graphql'), 'utf8'))
    const anchors = new Set(
      pages.filter(({ name }) => name.startsWith('reference/')).flatMap(({ anchors }) => [...anchors]),
    )
    const described = (name: string) =>
      anchors.has(name.replace(/(?<=[a-z])(Input|Payload)$/, '').toLowerCase()) || anchors.has(name.toLowerCase())
    const names = Object.keys(schema.getTypeMap()).filter(
      name => !/^(__|(Query|Mutation|Subscription|String|Int|Float|Boolean|ID)$|\w+Result$)/.test(name),
    )
    expect(names.filter(name => !described(name))).toEqual([])
    expect(declineCodes.map(({ code }) => code).filter(code => !textOf('declines').includes(` ${code} `))).toEqual([])
    expect(textOf('errors')).toContain('IDEMPOTENCY_CONFLICT')
  })
})

test('docs/errors.md names every code that a failed request can have', () => {
  const sources = [
    'schema/request-error.ts',
    'src/http/graphql/errors/public-error.ts',
    'src/http/graphql/turns.ts',
    'src/http/graphql/requested-operation.ts',
    'src/http/routes/unauthenticated.ts',
    'src/http/quotas/rate-limited.ts',
  ]
  const codes = sources.flatMap(
    file => readFileSync(path.join(project, file), 'utf8').match(/(?<=')[A-Z]{3,}_?[A-Z_]+(?=')/g) ?? [],
  )
  const text = readFileSync(path.join(project, 'docs/errors.md'), 'utf8')
  expect([...new Set(codes)].filter(code => !text.includes(`\`${code}\``))).toEqual([])
  expect(codes).toEqual(
    expect.arrayContaining(['CURSOR_EXPIRED', 'OPERATION_TIMEOUT', 'RATE_LIMITED', 'UNAUTHENTICATED']),
  )
})
