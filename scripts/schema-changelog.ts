// npm run schema:changelog: writes docs/schema-changelog.md, by comparing the printed schemas of all versions.
import { writeFileSync } from 'node:fs'
import { project, versions } from './schema-changelog/history.ts'
import { changelogPage } from './schema-changelog/page.ts'

const known = versions()
if (known === undefined) {
  console.error('schema:changelog: the commits of the released versions are needed: run it in a complete git clone')
  process.exit(1)
}
writeFileSync(`${project}/docs/schema-changelog.md`, changelogPage(known))
