/** The measures of a file, read as ingestion reads them, in a form that is easy to compare. */
import type { ReadDocument } from '../../rag/blocks.ts'
import { describe } from '../../rag/describe.ts'
import type { Measure } from '../../rag/measures/measure.ts'
import { readMeasures } from '../../rag/measures/read.ts'
import { responsiblesOf } from '../../rag/measures/responsible.ts'
import { cutPassages } from '../../rag/passages.ts'

export function measuresOf(
  document: ReadDocument,
  name: string,
): { measures: Measure[]; until: string | null } {
  const description = describe(document, name)
  return readMeasures(cutPassages(document.blocks, description), description)
}

/** Whose measure it is, as groups know them. */
export function keysOf(measure: Pick<Measure, 'responsible'> | undefined): string[] {
  return responsiblesOf(measure?.responsible ?? '').map(({ key }) => key)
}

/** «строка 5 | 2026-10-01..2026-11-30 | ЦРО | Приказ»: its place, when, who, the result. */
export function told({ clause, responsible, result, ...deadline }: Measure): string {
  return [clause.replace(/^.*, (?=стро|п\. |абз)/, ''), whenOf(deadline), responsible, result].join(
    ' | ',
  )
}

/** «2026-12-01», «2026-10-01..2026-11-30», «quarterly», «none». */
export function whenOf(
  deadline: Pick<Measure, 'shape' | 'startsOn' | 'dueOn' | 'recurrence' | 'days'>,
): string {
  const { shape, startsOn, dueOn, recurrence, days } = deadline
  if (shape === 'date') return days.join(' ')
  if (shape === 'span') return `${startsOn}..${dueOn}`
  return shape === 'none' ? 'none' : [recurrence, ...days].join(' ')
}
