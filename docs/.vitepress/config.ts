import { defineConfig } from 'vitepress'
import { afterBuild } from './after-build.ts'
import { anchorOf } from './anchor.ts'
import { nav, sidebar } from './menu.ts'
import { tokenClasses } from './token-classes.ts'

/** The documentation at /docs. `npm run build -- docs` writes its Markdown to `build/docs-source` first. */
export default defineConfig({
  title: 'Perennial',
  description: 'A GraphQL billing gateway for recurring payments',
  lang: 'en-US',
  base: '/docs/',
  cleanUrls: true,
  srcDir: '../build/docs-source',
  outDir: '../build/docs',
  cacheDir: '../build/docs-cache',
  // A strict Content-Security-Policy allows no script and no style in a page.
  metaChunk: true,
  contentProps: {},
  // Without this the switch of light and dark adds a style element, which the policy refuses.
  appearance: { disableTransition: false },
  head: [
    ['link', { rel: 'icon', href: '/docs/icon.svg', type: 'image/svg+xml' }],
    ['link', { rel: 'stylesheet', href: '/docs/assets/code.css' }],
  ],
  // Addresses of a gateway on the reader's own machine.
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    codeTransformers: [tokenClasses.transformer],
  },
  buildEnd: ({ outDir }) => afterBuild(outDir),
  themeConfig: {
    logo: '/icon.svg',
    nav,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
  // Nothing that is smaller than this becomes part of another file, which the policy would refuse.
  vite: { build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 4_000 } },
})
