import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ProviderNames } from './names.ts'

const templates = path.join(import.meta.dirname, 'templates')

/** The target of each folder of templates. */
const targets = { src: path.join('src', 'providers'), test: path.join('test', 'providers') } as const

export type Written =
  | { readonly ok: true; readonly files: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/**
 * Writes a provider's first files below `root`, all of them or none. It changes no existing file: if a folder of that
 * name exists, in either place, it refuses.
 */
export async function writeProvider(names: ProviderNames, root: string): Promise<Written> {
  const folders = Object.values(targets).map(target => path.join(target, names.folder))
  for (const folder of folders)
    if (await exists(path.join(root, folder))) return { ok: false, reason: `${folder} exists already.` }
  const files = await render(names)
  const made: string[] = []
  try {
    for (const folder of folders) {
      await mkdir(path.join(root, path.dirname(folder)), { recursive: true })
      await mkdir(path.join(root, folder))
      made.push(folder)
    }
    for (const [file, text] of files) await writeFile(path.join(root, file), text, { flag: 'wx' })
  } catch (error) {
    for (const folder of made) await rm(path.join(root, folder), { recursive: true })
    throw error
  }
  return { ok: true, files: files.map(([file]) => file) }
}

async function render(names: ProviderNames): Promise<readonly (readonly [file: string, text: string])[]> {
  const words: Readonly<Record<string, string>> = { ...names }
  const rendered: [string, string][] = []
  for (const [source, target] of Object.entries(targets))
    for (const name of (await readdir(path.join(templates, source))).sort()) {
      const text = await readFile(path.join(templates, source, name), 'utf8')
      const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => wordOf(words, word))
      rendered.push([path.join(target, names.folder, name.replace(/\.txt$/, '')), filled])
    }
  return rendered
}

function wordOf(words: Readonly<Record<string, string>>, word: string): string {
  const value = words[word]
  if (value === undefined) throw new Error(`a template uses ${word}, which is not defined`)
  return value
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
