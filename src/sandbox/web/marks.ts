/** Drawings in the place of logos: none is a provider's or a scheme's. */
const DRAWINGS = {
  wallet: '<path d="M10 14h18a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H12a2 2 0 0 1-2-2V14Zm0 0 14-4v4M25 22h.01"/>',
  bank: '<path d="M10 17h20L20 10 10 17Zm3 3v7m7-7v7m7-7v7M10 30h20"/>',
  phone: '<path d="M15 8h10a2 2 0 0 1 2 2v20a2 2 0 0 1-2 2H15a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2Zm4 20h2"/>',
  card: '<path d="M11 12h18a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H11a2 2 0 0 1-2-2V14a2 2 0 0 1 2-2Zm-2 5h22m-18 6h5"/>',
  shield: '<path d="M20 8 30 12v7c0 6-4 10-10 13-6-3-10-7-10-13v-7L20 8Zm-5 12 4 4 7-8"/>',
  flask: '<path d="M16 9h8m-6 0v8l-7 12a2 2 0 0 0 2 3h14a2 2 0 0 0 2-3l-7-12V9m-9 14h14"/>',
} as const

export type Mark = keyof typeof DRAWINGS

/** An inline picture that means nothing to a screen reader. @param color Its background; white is drawn on it. */
export function mark(name: Mark, color: string): string {
  return (
    '<svg viewBox="0 0 40 40" width="48" height="48" aria-hidden="true" focusable="false">' +
    `<rect width="40" height="40" rx="10" fill="${color}"/><g fill="none" stroke="#fff" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${DRAWINGS[name]}</g></svg>`
  )
}
