const NARROW = matchMedia('(max-width: 700px)')

/** What differs from the editor's own two themes: Perennial's color, and text that can be read on GraphiQL's background. */
const THEMES = {
  light: { base: 'vs', back: '#ffffff', accent: '#14795f', comment: '0b6b0b', argument: '6a5acd' },
  dark: { base: 'vs-dark', back: '#212a3b', accent: '#45b594', comment: '86b876', argument: '908aff' },
}

/** @returns GraphiQL's names for the themes, by the color scheme */
export function defineThemes(monaco) {
  const names = {}
  for (const [scheme, { base, back, accent, comment, argument }] of Object.entries(THEMES)) {
    names[scheme] = `perennial-${scheme}`
    monaco.editor.defineTheme(names[scheme], {
      base,
      inherit: true,
      rules: [
        { token: 'comment.gql', foreground: comment },
        { token: 'argument.identifier.gql', foreground: argument },
      ],
      colors: {
        ...all(['editor.background', 'scrollbar.shadow'], '#ffffff00'),
        ...all(['editorHoverWidget.background', 'editorSuggestWidget.background', 'editorWidget.background'], back),
        ...all(['menu.background', 'quickInput.background'], back),
        ...all(
          ['textLink.foreground', 'textLink.activeForeground', 'editorLink.activeForeground', 'focusBorder'],
          accent,
        ),
        ...all(['list.highlightForeground', 'list.focusHighlightForeground'], accent),
        ...all(['list.hoverBackground', 'editorSuggestWidget.selectedBackground'], `${accent}26`),
      },
    })
  }
  return names
}

function all(names, color) {
  return Object.fromEntries(names.map(name => [name, color]))
}

/** Long lines wrap in every editor, and on a small screen the text gets the place of the line numbers. */
export function fitEditors(monaco) {
  monaco.editor.onDidCreateEditor(fit)
  NARROW.addEventListener('change', () => monaco.editor.getEditors().forEach(fit))
}

function fit(editor) {
  const isResponse = editor.getRawOptions().readOnly === true
  editor.updateOptions({
    wordWrap: 'on',
    wrappingIndent: 'indent',
    renderFinalNewline: 'on', // otherwise its number is too pale to read
    fontSize: NARROW.matches ? 13 : 15,
    ...(!isResponse && { lineNumbers: NARROW.matches ? 'off' : 'on', folding: !NARROW.matches }),
  })
}
