import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createServer } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { killGateway } from '../browser/support/checkout-shop.ts'
import { launchChromium, skipsBrowserTests } from '../browser/support/chromium.ts'
import { full } from '../support/full.ts'
import { reservePort } from '../support/programs/ports.ts'
import { startPerennial } from '../support/programs/processes.ts'
import { activeAgreement, createBackend, newCharge, refund } from './backend.ts'
import { SANDBOX, writeRunnable } from './run-snippet.ts'

const build = path.join(import.meta.dirname, '../../build')

test.skipIf(!full || skipsBrowserTests(1))(
  'docs/live-page.md: its files make a page that follows a charge',
  async () => {
    const perennial = await startPerennial()
    onTestFinished(() => perennial.cleanUp())
    const backend = createBackend(perennial)
    onTestFinished(() => backend.close())
    const { id } = await newCharge(backend, await activeAgreement(backend), 2_500)

    const tokenPort = String(await reservePort())
    const root = await mkdtemp(path.join(build, '.live-page-'))
    onTestFinished(() => rm(root, { recursive: true, force: true }))
    await writeRunnable(root, text => text.replaceAll(SANDBOX, perennial.graphqlUrl).replaceAll('5476', tokenPort))
    await writeFile(
      path.join(root, 'index.html'),
      '<div id="root"></div><script type="module" src="/main.tsx"></script>',
    )
    const server = spawn(process.execPath, ['server.ts'], { cwd: root, env: { CHARGE: id }, stdio: 'ignore' })
    onTestFinished(() => void server.kill())
    const configFile = path.join(root, 'vite.config.ts')
    const own = { cacheDir: path.join(root, 'cache'), server: { port: await reservePort(), fs: { strict: false } } }
    const vite = await createServer({ root, configFile, logLevel: 'error', ...own })
    onTestFinished(() => vite.close())
    await vite.listen()

    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    await page.goto(String(vite.resolvedUrls?.local[0]))
    const shows = (text: string) => page.getByText(text, { exact: true }).waitFor()
    await shows('CAPTURED: $25.00, refundable $25.00')
    await refund(backend, id, '500')
    await shows('PARTIALLY_REFUNDED: $25.00, refundable $20.00')
    const reconnects = page.getByText('(reconnecting …)').waitFor()
    await killGateway(perennial)
    await reconnects
    await refund(backend, id)
    await shows('REFUNDED: $25.00, refundable $0.00')
    expect(await page.getByRole('paragraph').count()).toBe(1)
  },
)
