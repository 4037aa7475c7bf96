/** Drafts an answer for a tutor: what stands nearest in the documents, or what a model makes of it. A person sends it. */
import type { Writer } from './answer.ts'
import { citationOf } from './cite.ts'
import { extracted } from './extracted.ts'
import { retrieve, type Sources } from './retrieve.ts'
import { readWhole } from './whole.ts'

export interface TutorDraft {
  text: string
  /** By a model, which has to be checked. */
  written: boolean
}

/** Passages from which a model writes. */
const CITED = 3

/** However unsure: a tutor decides. Null when nothing was found; a model that fails or finds nothing costs the draft nothing. */
export async function draftAnswer(
  { text, municipality, now }: { text: string; municipality: string | null; now: Date },
  { write, ...sources }: Sources & { write: Writer | null },
): Promise<TutorDraft | null> {
  const retrieved = await retrieve(text, { municipality, now }, sources)
  const units = await readWhole(sources.db, retrieved.candidates.slice(0, CITED))
  const citations = units.map(citationOf)
  if (citations.length === 0) return null
  const made = await write?.({ question: text, citations })
  if (made?.kind === 'written') return { text: made.text, written: true }
  return { text: extracted(retrieved, units, now), written: false }
}
