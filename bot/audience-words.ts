/** An audience in words, with the names that its parts have now. */
import { namesOfAudience } from '../db/audience-choices.ts'
import type { Audience } from '../db/audiences.ts'
import type { Db } from '../db/db.ts'
import { audienceText } from './texts/audience.ts'

/** «педагоги; учреждение: МБОУ «СОШ № 4»; стаж до 3 лет»; «все» where nothing is asked. Plain text. */
export async function audienceWords(db: Db, audience: Audience): Promise<string> {
  return audienceText(audience, await namesOfAudience(db, { audience }))
}
