import { setTheme, THEMES, useTheme } from '../data/theme.ts'
import { wordsOf } from '../format/words.ts'

export function ThemeSwitch() {
  const theme = useTheme()
  return (
    <fieldset className="tabs theme-switch" aria-label="Colors">
      {THEMES.map(each => (
        <button key={each} type="button" className="tab" aria-pressed={each === theme} onClick={() => setTheme(each)}>
          {wordsOf(each)}
        </button>
      ))}
    </fieldset>
  )
}
