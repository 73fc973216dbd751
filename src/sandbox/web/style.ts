/** The style of every page of the sandbox, in light and dark, for screens from 320 pixels. Colors have a contrast of 4.5 or more. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: light-dark(#f4f5f8, #0b0e13); --sheet: light-dark(#fff, #151923); --inset: light-dark(#f4f5f8, #1c222e);
  --line: light-dark(#dfe3ea, #2c3342); --edge: light-dark(#858d9d, #6b7488);
  --text: light-dark(#171b26, #e8ebf2); --soft: light-dark(#4a5263, #b3bac8);
  --accent: light-dark(#14795f, #45b594); --on-accent: light-dark(#fff, #06251c);
  --good: light-dark(#0e6f4e, #62d3a4); --good-back: light-dark(#e2f4ec, #12302a);
  --wait: light-dark(#7a4d00, #f0bd5c); --wait-back: light-dark(#fdf1d8, #342a14);
  --bad: light-dark(#b3261e, #ff938a); --bad-back: light-dark(#fdeae8, #3a1d1f);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text) }
main { width: min(100% - 2rem, 30rem); margin: 0 auto; padding: 2rem 0 4rem }
main.wide { width: min(100% - 2rem, 72rem) }
@media (min-width: 56rem) { main.split { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; width: min(100% - 2rem, 60rem); align-items: start }
  main.split .sheet { margin: 0 } }
h1, h2, h3 { line-height: 1.25; text-wrap: balance }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem }
h2.first { margin-top: 0 }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem }
p { margin: 0 0 1rem }
a { color: var(--accent) }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.soft { color: var(--soft) }
header { padding: .55rem 1rem; background: var(--wait-back); color: var(--wait); text-align: center; font-size: .9rem }
.sheet { padding: 1.5rem; border: 1px solid var(--line); border-radius: 14px; background: var(--sheet) }
.sheet + .sheet { margin-top: 1rem }
.head { display: flex; gap: .75rem; align-items: center; margin-bottom: 1.25rem }
.head h1, .head p { margin: 0 }
.head svg { flex: none }
.amount { font-size: 2rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; margin: 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .5rem 1.25rem; margin: 1.25rem 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
label { display: block; margin: 0 0 1rem; font-weight: 550 }
input { display: block; width: 100%; margin-top: .3rem; padding: .6rem .75rem; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--sheet); color: inherit; font: inherit; font-weight: 400; font-variant-numeric: tabular-nums }
input[aria-invalid] { border: 2px solid var(--bad) }
.problem { margin: -.6rem 0 1rem; color: var(--bad); font-size: .95rem }
.problems { margin: 0 0 1.25rem; padding: .75rem 1rem; border-radius: 8px; background: var(--bad-back); color: var(--bad) }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; align-items: start }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem }
button { flex: 1 1 8rem; padding: .7rem 1.25rem; border: 1px solid transparent; border-radius: 8px; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer }
button.quiet { border-color: var(--edge); background: none; color: inherit }
button.card { display: grid; width: 100%; margin-top: .5rem;
  padding: .6rem .75rem; border-color: var(--line); background: var(--inset); color: inherit; font-weight: 400; text-align: left }
button:hover { filter: brightness(.94) }
details { margin-top: 1.5rem; color: var(--soft); font-size: .9rem }
summary { cursor: pointer }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; margin: 1rem 0 }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; margin: 1.5rem 0 }
.tiles .sheet { margin: 0; padding: 1.1rem 1.25rem }
.tiles h2 { margin: 0 0 .25rem; font-size: 1.05rem }
.tiles p { margin: 0 }
.scroll { overflow-x: auto; margin: 1rem 0; border: 1px solid var(--line); border-radius: 10px; background: var(--sheet) }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { padding: .5rem .9rem; text-align: left; vertical-align: top }
tbody td { border-top: 1px solid var(--line) }
th { color: var(--soft); font-weight: 550; white-space: nowrap }
td > code { white-space: nowrap }
@media (max-width: 48rem) { td { white-space: nowrap } }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
pre { white-space: pre-wrap; margin: .5rem 0 1rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sheet) }
.state { display: inline-block; padding: 0 .5rem; border-radius: 99px; background: var(--inset); font-size: .85rem; white-space: nowrap }
.state.good { background: var(--good-back); color: var(--good) }
.state.wait { background: var(--wait-back); color: var(--wait) }
.state.bad { background: var(--bad-back); color: var(--bad) }
.find { display: flex; gap: .5rem; max-width: 34rem }
.find label { flex: 1; margin: 0 }
.find button { flex: none; align-self: end }
`
