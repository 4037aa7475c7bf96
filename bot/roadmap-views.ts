/** What of the road maps is looked at: a month, what is overdue, what has no day, whose, or all of a plan. */
import { createHash } from 'node:crypto'
import type { MeasureRow } from '../db/measures.ts'
import { agendaOfMonth, overdueOf, undatedOf } from '../rag/measures/agenda.ts'
import { partsOf } from '../rag/measures/days.ts'
import { responsiblesOf } from '../rag/measures/responsible.ts'
import { roadmapTexts, type Section } from './texts/roadmap.ts'

export interface YearMonth {
  year: number
  month: number
}

export type View =
  | { kind: 'month'; month: YearMonth }
  | { kind: 'overdue' }
  | { kind: 'undated' }
  | { kind: 'all' }
  | { kind: 'whose'; code: string }

/** As a button carries it: «m202611», «overdue», «w1a2b3c4d». */
export function viewCode(view: View): string {
  if (view.kind === 'month') return monthCode(view.month)
  return view.kind === 'whose' ? `w${view.code}` : view.kind
}

export function monthCode({ year, month }: YearMonth): string {
  return `m${year}${String(month).padStart(2, '0')}`
}

/** What does not say is the month of `today`. */
export function readView(code: string, today: string): View {
  const [, year, month] = /^m(20\d\d)(0[1-9]|1[0-2])$/.exec(code) ?? []
  if (year !== undefined) {
    return { kind: 'month', month: { year: Number(year), month: Number(month) } }
  }
  if (code === 'overdue' || code === 'undated' || code === 'all') return { kind: code }
  const [, whose] = /^w([0-9a-f]{8})$/.exec(code) ?? []
  if (whose !== undefined) return { kind: 'whose', code: whose }
  return { kind: 'month', month: partsOf(today) }
}

export function monthsFrom({ year, month }: YearMonth, count: number): YearMonth {
  const months = year * 12 + month - 1 + count
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}

/** The page's title and its parts; a part without entries is left out. */
export function sectionsOf(
  view: View,
  measures: readonly MeasureRow[],
  today: string,
): { title: string; sections: Section[] } {
  const one = (heading: string, entries: Section['entries']) => [{ heading, entries }]
  const { title, sections } = ((): { title: string; sections: Section[] } => {
    switch (view.kind) {
      case 'month': {
        const { due, running, weekly } = agendaOfMonth(measures, view.month)
        const parts = [
          { heading: roadmapTexts.due, entries: due },
          { heading: roadmapTexts.running, entries: running },
          { heading: roadmapTexts.weekly, entries: weekly },
        ]
        return { title: roadmapTexts.month(view.month), sections: parts }
      }
      case 'overdue':
        return { title: TITLE, sections: one(roadmapTexts.overdue, overdueOf(measures, today)) }
      case 'undated':
        return { title: TITLE, sections: one(roadmapTexts.undated, undatedOf(measures, today)) }
      case 'all':
        return { title: TITLE, sections: one(roadmapTexts.all, measures.map(whole)) }
      case 'whose': {
        const theirs = measures.filter(({ responsible }) =>
          responsiblesOf(responsible).some(({ key }) => responsibleCode(key) === view.code),
        )
        const name = nameOf(theirs, view.code)
        return { title: TITLE, sections: one(roadmapTexts.whose(name), theirs.map(whole)) }
      }
    }
  })()
  return { title, sections: sections.filter(({ entries }) => entries.length > 0) }
}

const TITLE = 'Дорожные карты'

/** Who is responsible for how many measures, the most first. */
export function responsiblePeople(
  measures: readonly MeasureRow[],
): { code: string; name: string; count: number }[] {
  const found = new Map<string, { code: string; name: string; count: number }>()
  for (const { responsible } of measures) {
    for (const { name, key } of responsiblesOf(responsible)) {
      const known = found.get(key) ?? { code: responsibleCode(key), name, count: 0 }
      found.set(key, { ...known, count: known.count + 1 })
    }
  }
  return [...found.values()].toSorted(
    (one, other) => other.count - one.count || one.name.localeCompare(other.name, 'ru'),
  )
}

/** Names are too long for a button. */
function responsibleCode(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8)
}

function nameOf(measures: readonly MeasureRow[], code: string): string {
  const names = measures.flatMap(({ responsible }) => responsiblesOf(responsible))
  return names.find(({ key }) => responsibleCode(key) === code)?.name ?? ''
}

function whole(measure: MeasureRow): Section['entries'][number] {
  return { measure, day: null }
}
