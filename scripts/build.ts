// npm run build: builds what browsers and other projects load. npm ci runs it too.
// With names (`npm run build -- client`), only those parts.
import { client } from './build/client.ts'
import { webConsole } from './build/console.ts'
import { docs } from './build/docs.ts'
import { buildPart, type Part } from './build/part.ts'

/** In this order: a later part may use an earlier one. */
const parts: readonly Part[] = [client, webConsole, docs]

const named = process.argv.slice(2)
const unknown = named.filter(name => !parts.some(part => part.name === name))
if (unknown.length > 0) {
  console.error(
    `build: there is no part ${unknown.join(', ')}; the parts are ${parts.map(part => part.name).join(', ')}`,
  )
  process.exit(1)
}
if (hasTools()) {
  for (const part of parts) if (named.length === 0 || named.includes(part.name)) await buildPart(part)
} else {
  console.log('build: skipped, because the development dependencies are not installed')
}

function hasTools(): boolean {
  try {
    import.meta.resolve('vite')
    return true
  } catch {
    return false
  }
}
