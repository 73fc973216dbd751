import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { print } from '../../../src/client/document/print.ts'

const folder = path.join(import.meta.dirname, '../../../src/client/operations')
const operations = readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')] as const)

const tree = (text: string) => parse(text, { noLocation: true })

test.each<readonly [string, string]>([
  ...operations,
  ['the short form', '{ a b: c }'],
  ['variables without a name', 'query ($a: [[Int!]]! = [[1], []], $b: B = { c: { d: null }, e: [E] } @x) { a(b: $b) }'],
  [
    'directives everywhere',
    'query Q @a(b: 1) { c @d ...F @e ... @f { g } ... on H @i { j } } fragment F on H @k { l }',
  ],
  ['every value', '{ a(i: -1, f: 1.5e-3, t: true, n: null, e: E, l: [1, "2"], o: { p: $v }, s: "") }'],
  ['texts', String.raw`{ a(b: "\"quoted\" \\ \n \u00e9 ü 💶", c: """  two\n    lines \""" end""") }`],
])('%s means the same after it was printed', (_what, text) => {
  const printed = print(tree(text))
  expect(withoutBlocks(tree(printed))).toEqual(withoutBlocks(tree(text)))
})

test('a schema is no document to be sent', () => {
  expect(() => print(tree('type A { b: Int }'))).toThrow('A document to be sent cannot hold a ObjectTypeDefinition.')
})

/** Without how a text was written: between three quotes or one. */
function withoutBlocks(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'block' ? undefined : part)))
}
