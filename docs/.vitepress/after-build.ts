import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { tokenClasses } from './token-classes.ts'

/** The height of a menu that is closed at first; VitePress's script sets it when the menu opens. */
const FIRST_STYLE = ' style="--vp-vh:0px;"'
const INLINE_SCRIPT = /<script id="([\w-]+)">(.*?)<\/script>/gs

/**
 * Makes the built pages fit a Content-Security-Policy of `script-src 'self'` and `style-src 'self'`: the few scripts in
 * the pages become files, and the colors of code a stylesheet.
 */
export async function afterBuild(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'assets', 'code.css'), `${tokenClasses.css()}\n`)
  const scripts = new Map<string, string>()
  for (const page of globSync('**/*.html', { cwd: folder })) {
    const file = path.join(folder, page)
    const html = await readFile(file, 'utf8')
    const moved = html.replaceAll(FIRST_STYLE, '').replaceAll(INLINE_SCRIPT, (_, id: string, text: string) => {
      scripts.set(id, text)
      return `<script src="/docs/assets/${id}.js"></script>`
    })
    await writeFile(file, moved)
  }
  for (const [id, text] of scripts) await writeFile(path.join(folder, 'assets', `${id}.js`), `${text}\n`)
}
