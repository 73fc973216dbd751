import path from 'node:path'
import { type Part, project } from './part.ts'

/** The web console, which the gateway serves below /console. */
export const webConsole: Part = {
  name: 'console',
  inputs: ['src/console', 'src/client', 'tsconfig.json'],
  output: 'build/console',
  async build(folder) {
    const { build } = await import('vite')
    const configFile = path.join(project, 'src/console/vite.config.ts')
    await build({ configFile, build: { outDir: folder }, logLevel: 'warn' })
  },
}
