import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const project = path.join(import.meta.dirname, '..', '..')

export interface Snippet {
  readonly page: string
  /**
   * The name behind the language, as in "ts [apollo.ts]", by which blocks of all pages import it; else made of the page and
   * the number of the block.
   */
  readonly file: string
  readonly text: string
}

/** The TypeScript blocks of all pages. */
export function snippetsOf(patterns: readonly string[]): Snippet[] {
  return globSync([...patterns], { cwd: project }).flatMap(page =>
    [...readFileSync(path.join(project, page), 'utf8').matchAll(/^```(tsx?)(?: \[([\w.-]+)\])?\n(.*?)^```$/gms)].map(
      ([, language = '', name, text = ''], index) => ({
        page,
        file: name ?? `${page.replaceAll(/[/.]/g, '-')}-${index}.${language}`,
        text,
      }),
    ),
  )
}

/** Writes the snippets into a folder of the project, where they import each other; returns the folder. */
export async function writeSnippets(snippets: readonly Snippet[], name: string): Promise<string> {
  const folder = path.join(project, 'build', name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  // Two with the same name are an error.
  for (const { file, text } of snippets) await writeFile(path.join(folder, file), text, { flag: 'wx' })
  return folder
}

/** What the compiler says about the files of a folder; nothing if all is well. */
export async function typeErrors(folder: string): Promise<string[]> {
  const client = '../../src/client'
  const parts = ['apollo', 'urql', 'relay', 'codegen', 'money']
  const paths = Object.fromEntries(parts.map(part => [`@perennial/client/${part}`, [`${client}/${part}/index.ts`]]))
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      paths: { '@perennial/client': [`${client}/index.ts`], ...paths },
      lib: ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
      jsx: 'react-jsx',
      // As a page's bundler: imports without an extension.
      module: 'preserve',
      moduleResolution: 'bundler',
    },
    include: ['.'],
    exclude: [],
  }
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  return new Promise(resolve =>
    execFile(
      process.execPath,
      [path.join(project, 'node_modules/typescript/bin/tsc'), '-p', folder],
      { cwd: folder },
      (_, stdout) => resolve(stdout.split('\n').filter(line => line.includes('error TS'))),
    ),
  )
}
