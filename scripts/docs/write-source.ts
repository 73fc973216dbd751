import { readFileSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buildSchema } from 'graphql'
import { publish } from './page.ts'
import { pagesOf, project } from './pages.ts'
import { referencePages } from './reference.ts'
import { tableOf } from './tables.ts'

const SOURCE = 'build/docs-source'

/** Writes what VitePress reads: the project's pages, with links that lead to pages, and the pages made from the schema. */
export async function writeSource(): Promise<void> {
  const schema = buildSchema(await readFile(path.join(project, 'schema/schema.graphql'), 'utf8'))
  const pages = pagesOf()
  const picture = (file: string) => readFileSync(path.join(project, file), 'utf8')
  const source = path.join(project, SOURCE)
  await rm(source, { recursive: true, force: true })
  const write = async (page: string, text: string) => {
    const file = path.join(source, page)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  for (const [file, page] of pages) {
    const text = publish(file, await readFile(path.join(project, file), 'utf8'), { pages, picture })
    await write(
      page,
      text.replaceAll(/^<!-- table: ([\w-]+) -->$/gm, (_, name: string) => tableOf(name, schema)),
    )
  }
  for (const [page, text] of referencePages(schema)) await write(page, text)
  await cp(path.join(project, 'docs/.vitepress/public'), path.join(source, 'public'), { recursive: true })
}
