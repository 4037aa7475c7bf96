/** Questions: a row before they are answered, each made once and finished once. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'
import type { Attachment } from './said.ts'

export type QuestionStatus = 'received' | 'answered' | 'greeted' | 'clarify' | 'routed' | 'declined'

/** A citation as it was shown, so that what a person was told can be shown again. */
export interface StoredCitation {
  passageId: number
  editionId: number
  document: string
  source: string
  clause: string
  label: string
  quote: string
  score: number
}

export interface StoredOption {
  label: string
  municipality?: string
  editionId?: number
}

export interface StoredAnswer {
  text: string
  citations: StoredCitation[]
  options: StoredOption[]
  /** What the citations lack, where the question was handed over because of it. */
  missing?: { words: string[]; facts: string[] }
}

export interface QuestionRow {
  id: number
  origin: string
  person_id: number | null
  chat_key: string
  message_id: string | null
  follows: number | null
  text: string
  /** Files that came with it, which only people look at. */
  attachments: Attachment[]
  municipality: string | null
  edition_id: number | null
  /** How many clarifying choices were made. */
  round: number
  asked_at: Date
  status: QuestionStatus
  attempts: number
  answer: StoredAnswer | null
  vote: number | null
}

/**
 * Saves a question, or returns the one that the same origin made before (`fresh: false`). Who saves it answers it:
 * before `leaseUntil` nobody else picks it up.
 */
export async function saveQuestion(
  db: Db,
  question: {
    origin: string
    personId: number
    chatKey: string
    messageId: string | null
    text: string
    attachments?: Attachment[]
    album?: string | null
    municipality: string | null
    follows: number | null
    now: Date
    leaseUntil: Date
  },
): Promise<{ question: QuestionRow; fresh: boolean }> {
  const { rows } = await db.query<QuestionRow>(
    `insert into questions (origin, person_id, chat_key, message_id, text, municipality, follows, asked_at,
       lease_until, attachments, album)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (origin) do nothing returning *`,
    [
      question.origin,
      question.personId,
      question.chatKey,
      question.messageId,
      question.text,
      question.municipality,
      question.follows,
      question.now,
      question.leaseUntil,
      toJson(question.attachments ?? []),
      question.album ?? null,
    ],
  )
  if (rows[0]) return { question: rows[0], fresh: true }
  const before = await db.query<QuestionRow>(`select * from questions where origin = $1`, [
    question.origin,
  ])
  if (!before.rows[0]) throw new Error(`question of ${question.origin} vanished`)
  return { question: before.rows[0], fresh: false }
}

export async function findQuestion(db: Db, questionId: number): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(`select * from questions where id = $1`, [
    questionId,
  ])
  return rows[0] ?? null
}

/** The question asked with this message, if any. */
export async function findQuestionByMessage(
  db: Db,
  { chatKey, messageId }: { chatKey: string; messageId: string },
): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(
    `select * from questions where chat_key = $1 and message_id = $2 order by id desc limit 1`,
    [chatKey, messageId],
  )
  return rows[0] ?? null
}

/** The person's last question asked at `since` or later; greetings and what was declined aside. */
export async function findLastQuestion(
  db: Db,
  { personId, chatKey, since }: { personId: number; chatKey: string; since: Date },
): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(
    `select * from questions
      where person_id = $1 and chat_key = $2 and asked_at >= $3
        and status not in ('greeted', 'declined')
      order by id desc limit 1`,
    [personId, chatKey, since],
  )
  return rows[0] ?? null
}

/**
 * How many questions the person asked since then, and clarifications of tickets; greetings and what came of `origin` do
 * not count.
 */
export async function countQuestions(
  db: Db,
  { personId, since, origin }: { personId: number; since: Date; origin: string },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select (select count(*) from questions
              where person_id = $1 and asked_at > $2 and origin <> $3 and status <> 'greeted')
          + (select count(*) from ticket_messages
              where author_id = $1 and side = 'teacher' and said_at > $2 and origin <> $3) as count`,
    [personId, since, origin],
  )
  return rows[0]?.count ?? 0
}

/** Marks that somebody answers it until `leaseUntil`, so that it is not picked up meanwhile. */
export async function beginQuestion(
  db: Db,
  { questionId, leaseUntil }: { questionId: number; leaseUntil: Date },
): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(
    `update questions set lease_until = $2, attempts = attempts + 1
      where id = $1 and status = 'received' returning *`,
    [questionId, leaseUntil],
  )
  return rows[0] ?? null
}

/** Records what came of it; null when somebody else finished it first. */
export async function finishQuestion(
  db: Db,
  outcome: {
    questionId: number
    status: Exclude<QuestionStatus, 'received'>
    confidence: number | null
    answer: StoredAnswer
    now: Date
  },
): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(
    `update questions
        set status = $2, confidence = $3, answer = $4, answered_at = $5, lease_until = null
      where id = $1 and status = 'received' returning *`,
    [outcome.questionId, outcome.status, outcome.confidence, toJson(outcome.answer), outcome.now],
  )
  return rows[0] ?? null
}

/** Asks it again, narrowed by the asker's choice; null when the choice was made before, or is not theirs. */
export async function narrowQuestion(
  db: Db,
  choice: { questionId: number; personId: number; option: StoredOption; leaseUntil: Date },
): Promise<QuestionRow | null> {
  const { questionId, personId, option, leaseUntil } = choice
  const { rows } = await db.query<QuestionRow>(
    `update questions
        set status = 'received', round = round + 1, answer = null, answered_at = null, attempts = 0,
            municipality = coalesce($3, municipality), edition_id = coalesce($4, edition_id),
            lease_until = $5
      where id = $1 and person_id = $2 and status = 'clarify' returning *`,
    [questionId, personId, option.municipality ?? null, option.editionId ?? null, leaseUntil],
  )
  return rows[0] ?? null
}

/** Counts the asker's vote, the last one winning; null when it changes nothing or is not theirs. */
export async function voteOnAnswer(
  db: Db,
  { questionId, personId, vote }: { questionId: number; personId: number; vote: 1 | -1 },
): Promise<QuestionRow | null> {
  const { rows } = await db.query<QuestionRow>(
    `update questions set vote = $3
      where id = $1 and person_id = $2 and answer is not null and vote is distinct from $3
      returning *`,
    [questionId, personId, vote],
  )
  return rows[0] ?? null
}

/** Notes that the question asks again what that ticket of the same person asks. The ticket's own question stays. */
export async function markRepeat(
  db: Db,
  { questionId, ticket }: { questionId: number; ticket: { id: number; question_id: number } },
): Promise<void> {
  await db.query('update questions set repeats = $2 where id = $1 and id <> $3', [
    questionId,
    ticket.id,
    ticket.question_id,
  ])
}
