/** Pushes what happens to open pages, as server-sent events. */

export interface Stream {
  /** A new open page; `first` is what it gets at once. */
  open(first: unknown, signal: AbortSignal): Response
  send(message: unknown): void
  close(): void
}

const HEARTBEAT_MILLISECONDS = 20_000

export function createStream(): Stream {
  const pages = new Set<ReadableStreamDefaultController<string>>()

  const send = (text: string): void => {
    for (const page of pages) page.enqueue(text)
  }
  const heartbeat = setInterval(send, HEARTBEAT_MILLISECONDS, ': still here\n\n')
  heartbeat.unref()

  return {
    open(first, signal) {
      let page: ReadableStreamDefaultController<string>
      const body = new ReadableStream<string>({
        start(controller) {
          page = controller
          pages.add(page)
          page.enqueue(`retry: 1000\n${line(first)}`)
          signal.addEventListener('abort', () => pages.delete(page), { once: true })
        },
        cancel() {
          pages.delete(page)
        },
      })
      return new Response(body.pipeThrough(new TextEncoderStream()), {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    },
    send: (message) => send(line(message)),
    close() {
      clearInterval(heartbeat)
      for (const page of pages) page.close()
      pages.clear()
    },
  }
}

function line(message: unknown): string {
  return `data: ${JSON.stringify(message)}\n\n`
}
