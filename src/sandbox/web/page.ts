import { escapeHtml } from './http.ts'

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem }
  h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
  table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
  td, th { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884 }
  code { font: .9em ui-monospace, monospace }
  label { display: block; margin: 1rem 0 }
  input { display: block; font: inherit; padding: .4rem .6rem; width: 100%; max-width: 22rem; box-sizing: border-box }
  button { font: inherit; padding: .5rem 1.5rem; border: 0; border-radius: .4rem; background: #0b57d0; color: #fff }
  button.quiet { background: #8883; color: inherit }
`

/** A complete HTML document in the style of the simulators. `body` is HTML that is already escaped. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head>
<body>${body}</body>
</html>
`
}
