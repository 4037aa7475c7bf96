/** Reads a clause with a deadline as a measure: «до 01.10.2020», «не реже одного раза в год». */
import { sentences } from '../extract.ts'
import type { Passage } from '../passage.ts'
import { addresseeOf, addresseeOfStem, statedResponsible } from './addressee.ts'
import { type Deadline, findStretches, LONGEST, readDeadline, type Stretch } from './deadline.ts'
import { likenessOf, type Measure } from './measure.ts'
import { nominativeOf } from './nominative.ts'
import { findRecurrence } from './recurrence.ts'
import { spelled } from './spelled.ts'
import type { Term } from './term.ts'

/** `decides`: the document gives orders for its time; a regulation only says what recurs. */
export interface ClausePlace {
  term: Term | null
  decides: boolean
  /** What introduces the clause: «4. Центру развития образования:». */
  stem: string
}

/** Null for a clause that wants nothing done by a time. */
export function measureOfClause(passage: Passage, place: ClausePlace): Measure | null {
  const text = withoutNumber(passage.text)
  if (!TIMELY.test(text)) return null
  const isHeard = HEARD.test(text) || HEARD.test(withoutNumber(place.stem))
  if (isHeard && !/решили\s*:/iu.test(text)) return null
  const decided = text.replace(/^.*решили\s*:\s*/isu, '')
  const found = deadlineOfText(decided, place)
  if (!found) return null
  const what = decided.length <= LONGEST_WHAT ? decided : found.sentence
  const addressee = addresseeOf(decided) ?? addresseeOfStem(place.stem) ?? ''
  const responsible = statedResponsible(decided) ?? nominativeOf(addressee) ?? addressee
  return {
    ...found.deadline,
    ...{ ordinal: passage.ordinal, unit: passage.unit, clause: passage.clause },
    ...{ what: upperFirst(what.replace(/[;,.\s]+$/, '')), likeness: likenessOf(what) },
    ...{ deadlineText: found.said, responsible, result: '', section: '' },
  }
}

const LONGEST_WHAT = 400

/** A text without any of these names no time: most clauses need no closer look. */
const TIMELY =
  /\d|еже(?:год|квар|мес|нед)|(?:раза?|дважды)\s+в|кажд|кварт|полугод|(?<!\p{L})(?:года|январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)/iu

/** What was done already. */
const HEARD = /^(?:принять к сведению|отметить|одобрить|признать|слушали)(?!\p{L})/iu

interface Found {
  deadline: Deadline
  said: string
  sentence: string
}

function deadlineOfText(text: string, place: ClausePlace): Found | null {
  const labelled =
    /(?:^|[\s.;])сроки?(?:\s+исполнения)?\s*[:–—-]\s*([^;]+?)(?=[.;]?\s*(?:отв|исполн|контроль|$))/iu
  const [, said] = labelled.exec(text) ?? []
  if (said !== undefined) {
    const deadline = readDeadline(said, place.term)
    if (deadline.shape !== 'none') return { deadline, said: said.trim(), sentence: text }
  }
  for (const sentence of sentences(text)) {
    const found = deadlineOfSentence(sentence, place)
    if (found) return { ...found, sentence }
  }
  return null
}

/** `said` keeps the sentence's places: what is read of it is shown as it is written. */
function deadlineOfSentence(
  sentence: string,
  { term, decides }: ClausePlace,
): Omit<Found, 'sentence'> | null {
  const said = spelled(sentence.slice(0, LONGEST))
  const recurs = findRecurrence(said)
  if (recurs && recurs.recurrence !== 'always' && (decides || recurs.recurrence !== 'weekly')) {
    const end = endOfRecurrence(said, recurs.end)
    const [prefix = ''] = BEFORE_PERIOD.exec(said.slice(0, recurs.at)) ?? []
    const words = sentence.slice(recurs.at - prefix.length, end)
    return { deadline: readDeadline(words, term), said: words.trim() }
  }
  if (!decides) return null
  const fitting = findStretches(said, term).filter((stretch) => isWanted(said, stretch, term))
  const until = fitting.filter(({ sense }) => sense === 'until')
  const wanted =
    until.length > 0 ? until : fitting.filter(({ sense }) => sense === fitting[0]?.sense)
  const [first] = wanted
  const last = wanted.at(-1)
  if (!first || !last) return null
  return {
    deadline: deadlineOf(wanted),
    said: sentence.slice(startOf(said, first.at), endOf(said, last.end)).trim(),
  }
}

/** «до 25 числа последнего | месяца квартала». */
const BEFORE_PERIOD =
  /(?:(?:(?:до|не позднее|к) +)?\d{1,2}(?:-?го)? +числа +(?:\p{L}+го +)?(?:месяца +)?|(?:во? +)?(?:перв|втор|трет|четверт|последн)\p{L}+ +)$/u

/** «с 1 сентября» wants it done by then; of several each is a day. */
function deadlineOf(wanted: readonly Stretch[]): Deadline {
  const [first] = wanted
  const none = { startsOn: null, recurrence: null, days: [] }
  if (wanted.length === 1 && first && first.sense === 'on' && first.first !== first.last) {
    return { ...none, shape: 'span', startsOn: first.first, dueOn: first.last }
  }
  const ends = wanted.map(({ sense, first: from, last }) => (sense === 'from' ? from : last))
  const days = [...new Set(ends)].sort()
  return { ...none, shape: 'date', days, dueOn: days.at(-1) ?? null }
}

/** Not the date of a document that is named, nor a period that something is good for, nor the past. */
function isWanted(said: string, { at, end, first, last, sense }: Stretch, term: Term | null) {
  const [before, after] = [said.slice(0, at), said.slice(end)]
  if (/(?:^|[^\p{L}])от[ "]*$/u.test(before) || /^ *(?:г\.?|года)? *№/.test(after)) return false
  if (
    /(?:(?<!в )период|действ\p{L}+|рассчитан\p{L}*|принят\p{L}+ +на +работу)[^.;,]{0,20}$/u.test(
      before,
    )
  )
    return false
  if (/вступ\p{L}+ +в +силу|утрат\p{L}+ +силу/u.test(before)) return false
  if (isQuoted(before, after)) return false
  const isSpan = first !== last
  if (
    isSpan &&
    sense === 'on' &&
    /^(?:утвердить состав|определить|назначить|включить|ввести в состав)/.test(said)
  )
    return false
  return term?.issuedOn == null || last >= term.issuedOn
}

/** Names of documents and competitions stand in quotes; a quote that is never closed holds nothing. */
function isQuoted(before: string, after: string): boolean {
  const opened = (before.match(/"/g)?.length ?? 0) % 2 === 1
  return opened && after.includes('"')
}

function startOf(said: string, at: number): number {
  const [prefix = ''] =
    /(?:(?:в +срок +|в +период +)?(?:до|не позднее|не позже|к|ко|с|со|по|в|во|на) +(?:конц[ауе] +)?)?[" ]*$/u.exec(
      said.slice(0, at),
    ) ?? []
  return at - prefix.length
}

function endOf(said: string, end: number): number {
  const [suffix = ''] =
    /^ *(?:учебн\p{L}+ +)?(?:год\p{L}*|гг?\.?(?!\p{L}))?/u.exec(said.slice(end)) ?? []
  return end + suffix.length
}

/** With the times right after it: «ежегодно до 1 июля», «ежемесячно, до 5 числа», «два раза в год: в мае и в июне». */
function endOfRecurrence(said: string, from: number): number {
  const [tail = ''] =
    /^(?:[ ,:(]*(?:до|не позднее|с|со|по|в|во|и|к|ко)? *(?:конца +)?(?:"?\d[\d. -]*(?:-?го)?"? *(?:числа *)?)?(?:[а-я]+(?: +20\d\d)?(?: +год\p{L}*| *г\.)?)? *[-–]?)*/u.exec(
      said.slice(from).replace(/\(?(?:кроме|за исключением).*$/, ''),
    ) ?? []
  const within = said.slice(0, from + Math.min(tail.length, 90))
  const times = findStretches(within, { ...ANY, issuedOn: null }).filter(({ at }) => at >= from)
  const [number] = [
    ...within
      .slice(from)
      .matchAll(/\d{1,2}(?:-?го)? +числа(?:[^.;,]{0,60}(?:месяца|квартал\p{L}*))?/gu),
  ]
  const day = number ? from + number.index + number[0].length : from
  return Math.max(
    from,
    day,
    ...times.filter(isClose(said, from)).map(({ end }) => endOf(said, end)),
  )
}

/** Words between that are no connectives belong to another thought. */
function isClose(said: string, from: number) {
  return ({ at }: Stretch) =>
    said
      .slice(from, at)
      .split(/[^\p{L}]+/u)
      .filter(
        (word) => word.length > 2 && !/^(?:конца|период|числа|года|года|срок|позднее)$/.test(word),
      ).length <= 3
}

const ANY = { from: '2001-01-01', to: '2001-12-31', school: false, stated: false }

function withoutNumber(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^(?:[–—•-]|\d+(?:\.\d+)*[.)]?)\s*(?=[\p{L}«"])/u, '')
    .trim()
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
