import type * as anyAscii from 'any-ascii'
import { lazily } from '../../base/lazily.ts'

const library = lazily<typeof anyAscii>('any-ascii')

/** Emoji have no transliteration and are left out. */
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}]/gu

/** A text transliterated to ASCII: "Łukasz" is Lukasz, "Müßig" is Mussig, "张伟" is ZhangWei. */
export function transliterate(text: string): string {
  return library().default(text.normalize('NFC').replaceAll(PICTURES, ''))
}

/**
 * The beginning of a text: at most so many UTF-16 units, without half a character or white space at its end. Providers
 * do not say whether they count characters or units; a limit in units is safe for both.
 */
export function cutUnits(text: string, units: number): string {
  const cut = text.toWellFormed().slice(0, units)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trim()
}
