/** Reads how long somebody has worked, as people say it: «12», «первый год», «двадцать пять лет», «с 2010 года». */
import { numbersAndNames } from './institutions/numbers.ts'
import { normalise } from './normalise.ts'
import { words } from './words.ts'

const MOST_YEARS = 80

/** Whole years, 0 for the first one; null when the words say none. `thisYear` by the wall clock. */
export function readYearsOfService(text: string, thisYear: number): number | null {
  const said = normalise(text)
  if (FIRST_YEAR.test(said)) return 0
  const numbers = numbersAndNames(words(said)).numbers.map(Number)
  const since = /(?:^|\s)со? /.test(said) ? numbers.find((number) => number > 1900) : undefined
  const [number, ...others] = since === undefined ? numbers : [thisYear - since]
  if (number === undefined) return /^(?:один )?год$/.test(said) ? 1 : null
  const hasParts = /месяц|мес|полов|\d[.,]\d/.test(said)
  if (/^\s*-\s?\d/.test(said) || (others.length > 0 && !hasParts)) return null
  if (/мес/.test(said) && !/лет|год/.test(said)) return Math.floor(number / 12)
  return number >= 0 && number <= MOST_YEARS ? number : null
}

const FIRST_YEAR =
  /перв\S+ (?:рабоч\S+ |учебн\S+ )?год|меньше года|менее года|полгода|нет стажа|без стажа|стажа нет|только (?:начал|приш|устро)|недавно|^(?:нет|0|ноль)(?: лет)?$|молодой специалист/
