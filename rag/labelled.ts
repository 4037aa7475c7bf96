/** Questions whose answers are known: what measuring and calibrating work on. */
import { createHash } from 'node:crypto'
import { z } from 'zod'

const labelledQuestion = z
  .object({
    id: z.string(),
    question: z.string(),
    /** What sort of question it is, for the table: 'date', 'typo', 'off_topic', 'injection' … */
    kind: z.string().default('other'),
    /** The asker's own. */
    municipality: z.string().nullable().default(null),
    answerable: z.boolean(),
    /** Texts of which the quoted clause holds at least one when it answers. */
    gold: z.array(z.string().min(1)).default([]),
  })
  .refine(({ answerable, gold }) => !answerable || gold.length > 0)
export type LabelledQuestion = z.infer<typeof labelledQuestion>

/** The first line that is not a labelled question, or repeats the id of one before it. */
export class LabelledLineError extends Error {
  override name = 'LabelledLineError'
  readonly reason: 'shape' | 'repeated'
  /** From 1. */
  readonly line: number
  readonly text: string

  constructor(reason: LabelledLineError['reason'], line: number, text: string) {
    super(`line ${line} is not a labelled question of its own`)
    this.reason = reason
    this.line = line
    this.text = text
  }
}

/** Reads a `.jsonl` text; each id stands once, so that two runs can be compared. Throws a `LabelledLineError`. */
export function parseLabelled(text: string): LabelledQuestion[] {
  const ids = new Set<string>()
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const parsed = labelledQuestion.safeParse(parseJson(line))
    if (!parsed.success) throw new LabelledLineError('shape', index + 1, line)
    if (ids.has(parsed.data.id)) throw new LabelledLineError('repeated', index + 1, line)
    ids.add(parsed.data.id)
    return [parsed.data]
  })
}

/** Whether the quote holds one of the gold texts; tags, spaces and what separates cells do not count. */
export function holdsGold(quote: string, question: LabelledQuestion): boolean {
  const bare = withoutSeparators(quote)
  return question.gold.some((gold) => bare.includes(withoutSeparators(gold)))
}

/** The half that a question belongs to, for ever: tune on one, report the other. */
export function halfOf(question: { id: string }): 'a' | 'b' {
  return (createHash('md5').update(question.id).digest()[0] ?? 0) % 2 === 0 ? 'a' : 'b'
}

function withoutSeparators(text: string): string {
  return text
    .replace(
      /<\/?(?:p|br|b|i|u|em|strong|span|div|t[drh]|table|li|[uo]l|su[bp])(?:\s[^>]*)?\/?>/gi,
      '',
    )
    .replace(/[\s|]+/g, '')
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
