export interface StreamedEvent {
  readonly event: string
  readonly data: unknown
  /** Absent if the event has none. */
  readonly id?: string
}

/** Reads server-sent events one at a time, comments left out; undefined at the end. */
export function readEvents(response: Response): { next(): Promise<StreamedEvent | undefined> } {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end !== -1) {
          const block = text.slice(0, end)
          text = text.slice(end + 2)
          const event = /^event: (.*)$/m.exec(block)?.[1]
          if (event === undefined) continue
          const data = /^data: ?(.*)$/m.exec(block)?.[1]
          const id = /^id: (.*)$/m.exec(block)?.[1]
          return { ...(id && { id }), event, data: data ? (JSON.parse(data) as unknown) : undefined }
        }
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return undefined
        text += chunk.value
      }
    },
  }
}
