/** People whose own words for their institution are the name of one that has come into the list belong to it from then on. */
import type { Db } from '../db/db.ts'
import { listInstitutions } from '../db/institutions.ts'
import { listOwnWords, noteAskerChanged, sayInstitution } from '../db/profiles.ts'
import { institutionNamed } from '../rag/institutions/match.ts'

/**
 * Call it in the transaction that changed the list. Only what is exactly a full or a short name counts, and of one
 * institution alone. Returns how many people it was, and the tickets whose cards tell of them.
 */
export async function settlePeople(tx: Db): Promise<{ people: number; tickets: number[] }> {
  const waiting = await listOwnWords(tx)
  const known = waiting.length === 0 ? [] : await listInstitutions(tx)
  const settled = { people: 0, tickets: [] as number[] }
  for (const { id: personId, institution_words: words } of waiting) {
    const institution = institutionNamed(words, known)
    if (!institution) continue
    await sayInstitution(tx, { personId, institutionId: institution.id, words: null })
    settled.people += 1
    settled.tickets.push(...(await noteAskerChanged(tx, { personId })))
  }
  return settled
}
