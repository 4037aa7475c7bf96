/** Reads how long something takes and how long before it people are reminded: «полтора часа», «за неделю, за день и за 2 часа». */
import { plainWords } from './spoken/words.ts'

const HOUR = 60
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** A longer one is no event. */
const LONGEST = 14 * DAY

/** An earlier reminder is a slip. */
const EARLIEST = 365 * DAY

/** Minutes, 1 to 14 days; a bare number up to 12 is hours, from 15 on minutes. Null: not understood. */
export function readLength(text: string): number | null {
  const words = unitWords(text).replace(LENGTH_FILLERS, ' ').trim()
  if (/^(?:весь|целый|полный) день$/.test(words)) return DAY
  if (/^\d{1,3}$/.test(words)) return bareLength(Number(words))
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(words) ?? []
  const length =
    hours === undefined ? sumOf(partsOf(words)) : Number(hours) * HOUR + Number(minutes)
  return length !== null && length >= 1 && length <= LONGEST ? length : null
}

/** Minutes before, most first, no two alike; «не надо» is an empty list, null is not understood. A bare number is days. */
export function readOffsets(text: string): number[] | null {
  const said = text
    .split(/[,;\n]|(?<!\p{L})(?:и|за)(?!\p{L})/iu)
    .map((one) => unitWords(one).replace(OFFSET_FILLERS, ' ').trim())
    .filter((one) => one !== '')
  if (/^(?:нет|не надо|не нужно|без напоминаний|никогда|0)$/.test(said.join(' '))) return []
  const offsets = said.flatMap(offsetsOf)
  const valid = offsets.every((offset) => offset !== null && offset >= 1 && offset <= EARLIEST)
  if (offsets.length === 0 || !valid) return null
  return [...new Set(offsets.map(Number))].toSorted((a, b) => b - a)
}

const LENGTH_FILLERS =
  /(?<!\p{L})(?:на|около|примерно|длится|продлится|продолжительность|и|всего|в течение)(?!\p{L})/gu
const OFFSET_FILLERS =
  /(?<!\p{L})(?:до начала|до|заранее|напомн\p{L}*|напоминать|раньше)(?!\p{L})/gu

function bareLength(number: number): number | null {
  if (number >= 1 && number <= 12) return number * HOUR
  return number >= 15 && number <= 600 ? number : null
}

/** «7 дней 1 день 2 часа» cannot be one sum: a unit comes twice. */
function offsetsOf(words: string): (number | null)[] {
  if (/^\d{1,3}$/.test(words)) return [Number(words) * DAY]
  const parts = partsOf(words)
  const units = new Set(parts?.map(({ unit }) => unit))
  if (parts === null || units.size === parts.length) return [sumOf(parts)]
  return parts.map(({ amount, unit }) => amount * unit)
}

/** What shortens or hides an amount, written out: «час тридцать», «2 с половиной часа», «полчаса», «2 ак. часа». */
function unitWords(text: string): string {
  return plainWords(text.replace(/(?<=\d),(?=\d\s*\p{L})/gu, '.'))
    .replace(/(?<!\p{L})(?:ак|акад|академическ\p{L}*) ч(?:ас\p{L}*)?(?!\p{L})/gu, 'урок')
    .replace(/(?<!\p{L})полтор[аы]$/u, '90 минут')
    .replace(/(\d+) с половиной/g, '$1.5')
    .replace(/(ч(?:ас\p{L}*)?) с половиной/gu, '$1 30 минут')
    .replace(/(?<!\p{L})(ч(?:ас\p{L}*)?) (\d{1,2})$/u, '$1 $2 минут')
    .replace(/полчаса/g, '30 минут')
    .replace(/полдня/g, '12 часов')
}

interface Part {
  amount: number
  /** Minutes. */
  unit: number
}

const PART =
  /^(?:(\d{1,3}(?:\.\d{1,2})?|полтор[аы]|пару) ?)?(ч(?:ас\p{L}*)?|мин(?:ут\p{L}*)?|м|дн\p{L}*|день|сут\p{L}*|недел\p{L}*|месяц\p{L}*|урок\p{L}*)(?!\p{L}) ?/u

/** Null when anything but amounts and units is said. */
function partsOf(words: string): Part[] | null {
  const parts: Part[] = []
  let rest = words
  while (rest !== '') {
    const match = PART.exec(rest)
    if (!match) return null
    parts.push({ amount: amountOf(match[1]), unit: unitOf(match[2] ?? '') })
    rest = rest.slice(match[0].length)
  }
  return parts.length === 0 ? null : parts
}

function sumOf(parts: Part[] | null): number | null {
  return parts && Math.round(parts.reduce((sum, { amount, unit }) => sum + amount * unit, 0))
}

function unitOf(word: string): number {
  if (word.startsWith('ч')) return HOUR
  if (word.startsWith('д') || word.startsWith('сут')) return DAY
  if (word.startsWith('недел')) return WEEK
  if (word.startsWith('месяц')) return 30 * DAY
  return word.startsWith('урок') ? 45 : 1
}

function amountOf(word = '1'): number {
  if (word.startsWith('полтор')) return 1.5
  return word === 'пару' ? 2 : Number(word)
}
