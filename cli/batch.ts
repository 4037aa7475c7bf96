/** Reads a `.jsonl` file of questions: all of it before anything is answered. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { UserError } from './errors.ts'

const line = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string(),
  /** The asker's own. */
  municipality: z.string().nullish(),
})
export type BatchLine = z.infer<typeof line>

const queryLine = z
  .object({
    id: z.union([z.string(), z.number()]),
    query: z.string().optional(),
    question: z.string().optional(),
    municipality: z.string().nullish(),
  })
  .transform(({ id, query, question, municipality }, context) => {
    const text = query ?? question
    if (text !== undefined) return { id, query: text, municipality }
    context.addIssue({ code: 'custom', message: 'query' })
    return z.NEVER
  })
export type QueryLine = z.infer<typeof queryLine>

/** Lines with `id` and `question`. Throws `UserError` naming the first bad line. */
export function readQuestions(file: string): BatchLine[] {
  return readLines(file, line, '{"id": …, "question": …}')
}

/** Lines with `id` and `query` (or `question`). Throws `UserError` naming the first bad line. */
export function readQueries(file: string): QueryLine[] {
  return readLines(file, queryLine, '{"id": …, "query": …}')
}

/** The file's text. Throws `UserError` where it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(`Не удалось прочитать файл ${file}: ${reason}`)
  }
}

function readLines<Line>(file: string, schema: z.ZodType<Line>, expected: string): Line[] {
  return readText(file)
    .split(/\r?\n/)
    .flatMap((text, index) => {
      if (text.trim() === '') return []
      const parsed = schema.safeParse(parseJson(text))
      if (!parsed.success) {
        throw new UserError(
          `${file}, строка ${index + 1}: ожидается ${expected}, получено ${text.slice(0, 80)}`,
        )
      }
      return [parsed.data]
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
