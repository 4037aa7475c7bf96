/** Notices an answer that turns its source round: «не допускается» → «допускается», «нельзя» → «можно». */
import { stem, words } from './words.ts'

/** The words in which `said` turns `evidence` round, null when there are none. */
export function wrongTurn(said: string, evidence: string): string | null {
  const mine = turnsOf(said)
  const theirs = turnsOf(evidence)
  const denied = mine.denied.find(
    (word) => theirs.affirmed.includes(word) && !theirs.denied.includes(word),
  )
  if (denied) return `не ${denied}…`
  const affirmed = mine.affirmed.find(
    (word) => theirs.denied.includes(word) && !theirs.affirmed.includes(word),
  )
  if (affirmed) return `${affirmed}…`
  const strong = said.match(STRONG)?.[0]
  if (strong && !evidence.toLowerCase().includes(strong.toLowerCase())) return `${strong}…`
  if (FORBIDS.test(said) && !FORBIDS.test(evidence)) return 'запрет'
  if (ALLOWS.test(said) && FORBIDS.test(evidence) && !ALLOWS.test(evidence)) return 'разрешение'
  return null
}

/** Words that change everything and that no paraphrase needs. */
const STRONG =
  /(?<!\p{L})(?:отмен|приостан|прекращ|освобо|уволь|штраф|бесплатн|платн|гарантир|добровольн|обязательн)/iu

const FORBIDS =
  /(?<!\p{L})(?:нельзя|запрещ|запрет|недопустим|не\s+(?:допуска|разреша|вправе|может|могут|должн|следует))/iu
const ALLOWS = /(?<!\p{L})(?<!не\s+)(?:можно|разреш|допуска|вправе|может|могут)/iu

/** Stems after «не», and all others. */
function turnsOf(text: string): { denied: string[]; affirmed: string[] } {
  const denied: string[] = []
  const affirmed: string[] = []
  const all = words(text)
  for (const [place, word] of all.entries()) {
    if (word.length < 4) continue
    if (all[place - 1] === 'не') denied.push(stem(word))
    else affirmed.push(stem(word))
  }
  return { denied, affirmed }
}
