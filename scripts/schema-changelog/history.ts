import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

const SCHEMA = 'schema/schema.graphql'

/** A version of the API and its schema. */
export interface Version {
  readonly name: string
  readonly sdl: string
}

/**
 * Every released version, oldest first, and the present one. A release is the commit that first has its heading in
 * CHANGELOG.md. Undefined if git does not know them: outside of a repository, or in a shallow clone.
 */
export function versions(): readonly Version[] | undefined {
  const changelog = readFileSync(`${project}/CHANGELOG.md`, 'utf8')
  const names = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, name = '']) => name).reverse()
  try {
    const released = names.map(name => ({ name, sdl: git('show', `${commitOf(name)}:${SCHEMA}`) }))
    return [...released, { name: 'Unreleased', sdl: readFileSync(`${project}/${SCHEMA}`, 'utf8') }]
  } catch {
    return undefined
  }
}

function commitOf(version: string): string {
  const commits = git('log', '--reverse', '--format=%H', `-S## [${version}]`, '--', 'CHANGELOG.md').split('\n')
  const [first] = commits
  if (first === undefined || first === '') throw new Error(`no commit released ${version}`)
  return first
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}
