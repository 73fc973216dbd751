import anyAscii from 'any-ascii'

/** Pictures have no letters: they are left out rather than spelled. */
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}]/gu

/** A text in ASCII, letter by letter: "Łukasz" is Lukasz, "Müßig" is Mussig, "张伟" is ZhangWei. */
export function transliterate(text: string): string {
  return anyAscii(text.normalize('NFC').replaceAll(PICTURES, ''))
}

/**
 * The beginning of a text: at most so many UTF-16 units, without half a character or white space at its end. Providers
 * do not say whether they count characters or units: this many units are never too long.
 */
export function cutUnits(text: string, units: number): string {
  const cut = text.toWellFormed().slice(0, units)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trim()
}
