/** Files that wait for «Сохранить», with what a person corrected in each. */
import type { DocumentDescription } from '../rag/passage.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'

export interface WaitingFile {
  /** The update that brought it. */
  draft: number
  fileId: string
  name: string
  corrections?: Record<string, string | null> | undefined
  /** Source of the edition in force whose place it takes, where a person said so. */
  replaces?: string | null | undefined
}

/** What may be corrected, in the order in which it is shown. */
export const FIELDS = ['title', 'kind', 'number', 'issuedOn', 'issuer', 'territory'] as const

export type Field = (typeof FIELDS)[number]

export function isField(name: string): name is Field {
  return FIELDS.some((field) => field === name)
}

/** How many files may wait at once. */
const MOST_WAITING = 20

export function findWaiting(ctx: PersonContext, draft: number): WaitingFile | null {
  return waitingFiles(ctx).find((waiting) => waiting.draft === draft) ?? null
}

/** Adds or replaces the file; nothing is asked of any after that. */
export async function keepWaiting(
  ctx: PersonContext,
  parts: Pick<Parts, 'pool'>,
  file: WaitingFile,
): Promise<void> {
  const others = waitingFiles(ctx).filter(({ draft }) => draft !== file.draft)
  await enterStep(ctx, parts, 'documents', { files: [...others, file].slice(-MOST_WAITING) })
}

export async function forgetWaiting(
  ctx: PersonContext,
  parts: Pick<Parts, 'pool'>,
  draft: number,
): Promise<void> {
  const files = waitingFiles(ctx).filter((waiting) => waiting.draft !== draft)
  if (files.length === 0) await leaveDialogue(ctx, parts)
  else await enterStep(ctx, parts, 'documents', { files })
}

/** From now on the next message says what this field of the file shall be. */
export async function askField(
  ctx: PersonContext,
  parts: Pick<Parts, 'pool'>,
  asking: { draft: number; field: Field },
): Promise<void> {
  await enterStep(ctx, parts, 'documents', { files: waitingFiles(ctx), asking })
}

/** What the next message is to say, and of which file; null when it is not waited for. */
export function askedField(ctx: PersonContext): { file: WaitingFile; field: Field } | null {
  const asking = atStep(ctx, 'documents')?.asking
  const file = asking && findWaiting(ctx, asking.draft)
  return file && isField(asking.field) ? { file, field: asking.field } : null
}

/** The description with what a person said instead. A title and a kind there always are. */
export function corrected(
  description: DocumentDescription,
  { corrections = {} }: WaitingFile,
): DocumentDescription {
  const { title, kind, ...rest } = { ...description, ...corrections }
  return { ...rest, title: title ?? description.title, kind: kind ?? description.kind }
}

function waitingFiles(ctx: PersonContext): WaitingFile[] {
  return atStep(ctx, 'documents')?.files ?? []
}
