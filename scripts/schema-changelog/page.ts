import { changesBetween, type SchemaChanges } from './changes.ts'
import type { Version } from './history.ts'

const headings: readonly (readonly [keyof SchemaChanges, string])[] = [
  ['breaking', 'Breaking'],
  ['deprecated', 'Deprecated'],
  ['dangerous', 'Valid documents can get something new'],
  ['added', 'Added'],
]

const BEGIN = `# Changes of the schema

What changed in the API between two versions, complete, made by \`npm run schema:changelog\` from the printed schemas. In words it is in
[Changes](../CHANGELOG.md); what may change is in [How the API changes](schema-policy.md).`

/** The page about all versions, the newest first. */
export function changelogPage(versions: readonly Version[]): string {
  const sections = versions.slice(1).map((version, index) => {
    const before = versions[index]
    return before === undefined ? '' : section(before, version)
  })
  const [first] = versions
  const initial = first === undefined ? [] : [`## ${first.name}\n\nThe first version.`]
  return `${[BEGIN, ...sections.reverse(), ...initial].join('\n\n')}\n`
}

function section(before: Version, { name, sdl }: Version): string {
  const changes = changesBetween(before.sdl, sdl)
  const lists = headings
    .filter(([kind]) => changes[kind].length > 0)
    .map(
      ([kind, title]) => `### ${title}, since ${before.name}\n\n${changes[kind].map(line => `- ${line}`).join('\n')}`,
    )
  return [`## ${name}`, ...(lists.length > 0 ? lists : ['Nothing has changed.'])].join('\n\n')
}
