/** A time of Prometheus after `for:` or in a window, e.g. 5m or 1h. */
const DURATION = /(for: |\[)(\d+)([mh])\b/g
/** An age that a gauge gives in seconds, if it is compared with a minute or more. */
const AGE = /(_seconds(?:\{[^}]*\})?\)? > )(\d+)\b(?!\.)/g

/**
 * The rules with a minute as a second: the waits, the windows and the ages from a minute on. Shorter times, and all the
 * rest of each expression, stay as they are deployed.
 */
export function minutesAsSeconds(rules: string): string {
  return rules
    .replaceAll(DURATION, (_, before, count, unit) => `${before}${unit === 'h' ? Number(count) * 60 : count}s`)
    .replaceAll(AGE, (whole, before, seconds) => (Number(seconds) < 60 ? whole : `${before}${Number(seconds) / 60}`))
}
