/** The process in which untrusted files are parsed: takes them one by one over IPC and answers each. */
import { Refusal } from './errors.ts'
import { parse } from './parse.ts'
import type { Answer, Request } from './read.ts'

process.on('message', (request: Request) => {
  answer(request).then(
    (sent) => process.send?.(sent),
    () => process.exit(1),
  )
})
// The parent went away: nobody is waiting.
process.on('disconnect', () => process.exit(0))

async function answer({ name, bytes }: Request): Promise<Answer> {
  try {
    return { ok: true, document: await parse(bytes, name) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason, detail: error.message }
    const tooDeep = error instanceof RangeError && error.message.includes('call stack')
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { ok: false, reason: tooDeep ? 'too-much' : 'damaged', detail: detail.slice(0, 500) }
  }
}
