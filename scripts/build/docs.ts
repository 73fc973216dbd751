import path from 'node:path'
import { writeSource } from '../docs/write-source.ts'
import { type Part, project } from './part.ts'

/** The documentation at /docs: the project's Markdown, and pages made from the schema and the decline codes. */
export const docs: Part = {
  name: 'docs',
  inputs: [
    ...['docs', 'examples', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
    ...['bench/README.md', 'bench/RESULTS.md', 'simulation/README.md'],
    ...['schema/schema.graphql', 'src/domain/decline', 'scripts/docs'],
  ],
  output: 'build/docs',
  async build(folder) {
    await writeSource()
    const { build } = await import('vitepress')
    await build(path.join(project, 'docs'), { outDir: folder })
  },
}
