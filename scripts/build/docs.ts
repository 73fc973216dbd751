import path from 'node:path'
import { pagesOf } from '../docs/pages.ts'
import { writeSource } from '../docs/write-source.ts'
import { type Part, project } from './part.ts'

/** The documentation at /docs: the project's Markdown, and pages made from the schema and the decline codes. */
export const docs: Part = {
  name: 'docs',
  inputs: ['docs', ...pagesOf().keys(), 'schema/schema.graphql', 'src/domain/decline', 'scripts/docs'],
  output: 'build/docs',
  async build(folder) {
    await writeSource()
    const { build } = await import('vitepress')
    await build(path.join(project, 'docs'), { outDir: folder })
  },
}
