import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { pagesOf } from '../docs/pages.ts'
import { writeSource } from '../docs/write-source.ts'
import { type Part, project } from './part.ts'

/**
 * The documentation at /docs: the project's Markdown, pages made from the schema and the decline codes, and the packed
 * client, which is not in npm's registry.
 */
export const docs: Part = {
  name: 'docs',
  inputs: ['docs', ...pagesOf().keys(), 'src/client', 'schema/schema.graphql', 'src/domain/decline', 'scripts/docs'],
  output: 'build/docs',
  async build(folder) {
    await writeSource()
    const { build } = await import('vitepress')
    await build(path.join(project, 'docs'), { outDir: folder })
    const words = ['pack', '--ignore-scripts', '--pack-destination', folder, path.join(project, 'src/client')]
    await promisify(execFile)('npm', words)
  },
}
