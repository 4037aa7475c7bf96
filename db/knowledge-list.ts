/** What people see in /knowledge: entries by their state, a page at a time. */
import type { Db } from './db.ts'
import { VERSION, type Version } from './knowledge.ts'
import { anyWordOf } from './words.ts'

export const KNOWLEDGE_FILTERS = ['waiting', 'in-force', 'expired'] as const

export type KnowledgeFilter = (typeof KNOWLEDGE_FILTERS)[number]

/** The words that stand for the entry in each list. */
const CONDITIONS: Record<KnowledgeFilter, string> = {
  waiting: `v.status = 'waiting'`,
  'in-force': `k.status = 'in_force' and v.edition_id is not null and e.status = 'current'`,
  expired: `k.status = 'expired' and v.id = (
    select max(latest.id) from knowledge_versions latest where latest.knowledge_id = k.id and latest.status = 'approved')`,
}

/** What waits the longest first; what is in force by the latest answer; what has expired by its time. */
const ORDERS: Record<KnowledgeFilter, string> = {
  waiting: 'v.proposed_at, v.id',
  'in-force': 'k.answered_at desc, v.id desc',
  expired: 'k.expires_at, v.id',
}

const SOURCE = `${VERSION} left join editions e on e.id = v.edition_id`

/** A page; one more than `limit` tells that there is a next page. */
export async function listKnowledge(
  db: Db,
  { filter, offset, limit }: { filter: KnowledgeFilter; offset: number; limit: number },
): Promise<Version[]> {
  const { rows } = await db.query<Version>(
    `${SOURCE} where ${CONDITIONS[filter]} order by ${ORDERS[filter]} offset $1 limit $2`,
    [offset, limit + 1],
  )
  return rows
}

export async function countKnowledge(db: Db): Promise<Record<KnowledgeFilter, number>> {
  const counts = KNOWLEDGE_FILTERS.map(
    (filter) => `count(*) filter (where ${CONDITIONS[filter]}) as "${filter}"`,
  )
  const { rows } = await db.query<Record<KnowledgeFilter, number>>(
    `select ${counts.join(', ')} from knowledge_versions v join knowledge k on k.id = v.knowledge_id
       left join editions e on e.id = v.edition_id`,
  )
  return rows[0] ?? { waiting: 0, 'in-force': 0, expired: 0 }
}

/** The words that stand for the entry: those that are cited, else those approved last; null when there are none. */
export async function findEntry(db: Db, knowledgeId: number): Promise<Version | null> {
  const { rows } = await db.query<Version>(
    `${VERSION} where k.id = $1 and v.status = 'approved' order by v.decided_at desc, v.id desc limit 1`,
    [knowledgeId],
  )
  return rows[0] ?? null
}

/** Words in force or waiting that share a word with the text: the most alike of them first by the database's own measure. */
export async function listKindred(
  db: Db,
  { text, except, limit }: { text: string; except: number; limit: number },
): Promise<Version[]> {
  const { rows } = await db.query<Version>(
    `${SOURCE} where k.id <> $2 and (${CONDITIONS.waiting} or ${CONDITIONS['in-force']})
        and to_tsvector('russian', v.question) @@ ${anyWordOf('$1')}
      order by ts_rank(to_tsvector('russian', v.question), ${anyWordOf('$1')}) desc, v.id limit $3`,
    [text, except, limit],
  )
  return rows
}
