import { describe, expect, test } from 'vitest'
import { issueList } from '../../../src/domain/input/issues.ts'

/** What is found wrong, as "path CODE". */
const found = (look: (issues: ReturnType<typeof issueList>) => void) => {
  const issues = issueList()
  look(issues)
  return issues.found.map(({ path, code }) => `${path.join('.')} ${code}`)
}
const text = (value: string) => found(issues => issues.text(['name'], value))
const metadata = (value: unknown) => found(issues => issues.metadata(value))

describe('lengths are counted in characters, not in UTF-16 units', () => {
  test.each(['x', 'é', '中', '😀'])('a text of %s', character => {
    expect(text(character.repeat(512))).toEqual([])
    expect(text(character.repeat(513))).toEqual(['name TOO_LONG'])
  })

  test.each(['x', 'é', '中', '😀'])('metadata of %s', character => {
    const [key, value] = [character.repeat(100), character.repeat(1_024)]
    expect(metadata({ [key]: value })).toEqual([])
    expect(metadata({ [`${key}k`]: value })).toEqual([`metadata.${key}k TOO_LONG`])
    expect(metadata({ [key]: `${value}v` })).toEqual([`metadata.${key} TOO_LONG`])
  })
})

test('a URL is as long as it is written, and as long as it is when encoded', () => {
  const url = (value: string) => found(issues => issues.url(['url'], value))
  expect(url(`https://shop.example/${'x'.repeat(2_027)}`)).toEqual([])
  expect(url(`https://shop.example/${'x'.repeat(2_028)}`)).toEqual(['url TOO_LONG'])
  expect(url(`https://shop.example/${'é'.repeat(337)}`)).toEqual([])
  expect(url(`https://shop.example/${'é'.repeat(338)}`)).toEqual(['url TOO_LONG'])
  // Encoded, it is https://shop.example/%C3%A9.
  expect(url(`https://shop.example/${'a/../'.repeat(500)}é`)).toEqual(['url TOO_LONG'])
})

describe('an e-mail address', () => {
  const email = (value: string) => found(issues => issues.email(['email'], value))

  test.each(['a@b.c', 'jane.doe+tag@mail.example.co.uk', 'jürgen@müller.example', 'a@b..c', 'a@.b.c'])(
    '%s is accepted',
    value => {
      expect(email(value)).toEqual([])
    },
  )

  test.each([
    'jane',
    'jane@example',
    '@example.com',
    'jane@.',
    'jane@.com',
    'jane@example.',
    'a@b@c.d',
    'a b@c.d',
    'a@b.c d',
  ])('%s is refused', value => expect(email(value)).toEqual(['email FORMAT']))

  test('one that is too long or empty has only that issue', () => {
    expect(email(`a@${'.'.repeat(300)} `)).toEqual(['email TOO_LONG'])
    expect(email(' ')).toEqual(['email FORMAT'])
  })
})
