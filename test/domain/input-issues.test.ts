import { describe, expect, test } from 'vitest'
import { type IssueList, issueList } from '../../src/domain/input-issues.ts'

/** What is found wrong, as "path CODE". */
const found = (look: (issues: IssueList) => void) => {
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
