/** Tells those who were answered from a clause that a new edition changed: once for an edition, whatever happens meanwhile. */
import type { Db, Pool } from '../db/db.ts'
import {
  clausesOf,
  hasEditionNews,
  markEditionNewsTold,
  takeEditionNews,
} from '../db/edition-news.ts'
import { transaction } from '../db/transaction.ts'
import { type Concerned, findConcerned } from '../rag/concerned.ts'
import type { Outbox } from './outbox.ts'
import type { WhenToTell } from './quiet-hours.ts'

/** Plans one message to a person inside the transaction and returns the ids of its deliveries; none where it cannot reach. */
export type TellChange = (
  tx: Db,
  news: { editionId: number; title: string; concerned: Concerned; dueAt: Date },
) => Promise<number[]>

export interface TellEditions {
  isDue(): Promise<boolean>
  run(): Promise<void>
}

export function createTellEditions(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  tell: TellChange
  whenToTell: WhenToTell
  clock: () => Date
}): TellEditions {
  const { pool, outbox, tell, whenToTell, clock } = parts

  /** The ids of what was planned; null when there is nothing to tell. */
  async function next(tx: Db): Promise<number[] | null> {
    const news = await takeEditionNews(tx)
    if (!news) return null
    const now = clock()
    const { edition_id: editionId, document_id: documentId, replaced_id: replacedId, title } = news
    const clauses = await clausesOf(tx, editionId)
    const edition = { documentId, replacedId, editionId, clauses }
    const planned: number[] = []
    let people = 0
    for (const concerned of await findConcerned(tx, edition, now)) {
      const dueAt = await whenToTell(tx, { personId: concerned.personId, time: now })
      const ids = await tell(tx, { editionId, title, concerned, dueAt })
      people += ids.length > 0 ? 1 : 0
      planned.push(...ids)
    }
    await markEditionNewsTold(tx, { editionId, people, now })
    return planned
  }

  return {
    isDue: () => hasEditionNews(pool),
    run: async () => {
      for (let planned = await transaction(pool, next); planned !== null; ) {
        await outbox.flush(planned)
        planned = await transaction(pool, next)
      }
    },
  }
}
