/** Consents to the processing of personal data, as records: which text, when given, when withdrawn. */
import type { Db } from './db.ts'

/** A centre's consent text; `version` is derived from `body`, so another text is another version. */
export interface ConsentText {
  version: string
  body: string
}

export interface Consent {
  id: number
  text_version: string
  given_at: Date
}

/** Records a consent to exactly this text; a consent already in force stays as it is. */
export async function giveConsent(
  db: Db,
  { personId, text, now }: { personId: number; text: ConsentText; now: Date },
): Promise<void> {
  await db.query(
    `insert into consent_texts (version, body, first_shown_at) values ($1, $2, $3)
     on conflict (version) do nothing`,
    [text.version, text.body, now],
  )
  await db.query(
    `insert into consents (person_id, text_version, given_at) values ($1, $2, $3)
     on conflict (person_id) where withdrawn_at is null do nothing`,
    [personId, text.version, now],
  )
}

/** The consent in force, or null. */
export async function findConsent(
  db: Db,
  { personId }: { personId: number },
): Promise<Consent | null> {
  const { rows } = await db.query<Consent>(
    `select id, text_version, given_at from consents where person_id = $1 and withdrawn_at is null`,
    [personId],
  )
  return rows[0] ?? null
}

/** Ends the consent in force; false when there was none. */
export async function withdrawConsent(
  db: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    'update consents set withdrawn_at = $2 where person_id = $1 and withdrawn_at is null',
    [personId, now],
  )
  return rowCount === 1
}
