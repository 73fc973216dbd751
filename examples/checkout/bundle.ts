import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

const page = (name: string) => fileURLToPath(new URL(`page/${name}`, import.meta.url))

/** The page's scripts, with the client package inside, by path. */
export async function bundle(): Promise<Map<string, string>> {
  const input = [page('with-token.ts'), page('with-stream.ts')]
  const output = { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
  const options = { write: false, modulePreload: false, rolldownOptions: { input, output } }
  const built = await build({ root: page(''), configFile: false, logLevel: 'warn', build: options })
  const chunks = (built as Rolldown.RolldownOutput).output.filter(file => file.type === 'chunk')
  return new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]))
}
