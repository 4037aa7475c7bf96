import { describe, expect, it } from 'vitest'
import type { MeasureRow } from '../../../db/measures.ts'
import { addMonths } from '../../../rag/measures/days.ts'
import { readDeadline } from '../../../rag/measures/deadline.ts'
import { dueDays, isOver, nextDay, overdueDay } from '../../../rag/measures/occurrences.ts'
import { termOf } from '../../../rag/measures/term.ts'

const TERM = termOf('Дорожная карта на 2026 – 2027 годы', '2026-09-14')

function measure(deadline: string, rest: Partial<MeasureRow> = {}) {
  const { shape, startsOn, dueOn, recurrence, days } = readDeadline(deadline, TERM)
  return {
    ...{ shape, recurrence, days, starts_on: startsOn, due_on: dueOn, done_at: null },
    ...{ done_days: [], created_at: new Date('2026-09-20T09:00:00Z'), ...rest },
  }
}

const within2027 = (deadline: string) => dueDays(measure(deadline), '2027-01-01', '2027-12-31')

describe('the days on which a measure is due', () => {
  it.each([
    ['до 01.03.2027, до 01.06.2027', ['2027-03-01', '2027-06-01']],
    ['март – май 2027', ['2027-05-31']],
    ['ежеквартально', ['2027-03-31', '2027-06-30', '2027-09-30', '2027-12-31']],
    ['1 раз в полугодие', ['2027-06-30', '2027-12-31']],
    ['2 раза в год (май, декабрь)', ['2027-05-31', '2027-12-31']],
    ['Ежегодно', ['2027-12-31']],
    ['Ежегодно, до 1 июля', ['2027-07-01']],
    [
      'до 25 числа последнего месяца квартала',
      [3, 6, 9, 12].map((month) => `2027-${`${month}`.padStart(2, '0')}-25`),
    ],
    ['Ежемесячно, сентябрь – февраль', ['2027-01-31', '2027-02-28']],
    ['В течение года', []],
    ['по графику', []],
  ])('«%s»', (deadline, days) => {
    expect(within2027(deadline)).toEqual(days)
  })

  it('come weekly on its weekday, and not after its end', () => {
    const days = dueDays(measure('Еженедельно, по четвергам'), '2027-12-10', '2028-03-01')
    expect(days).toEqual(['2027-12-16', '2027-12-23', '2027-12-30'])
  })

  it('stay at the end of the month, however long months are', () => {
    const ends = dueDays(measure('Ежемесячно'), '2027-01-01', '2027-04-30')
    expect(ends).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30'])
    expect(addMonths('2027-11-30', 3)).toBe('2028-02-29')
  })
})

describe('what has passed', () => {
  it('is overdue until it is done', () => {
    const late = measure('до 01.10.2026')
    expect(overdueDay(late, '2026-10-01')).toBeNull()
    expect(overdueDay(late, '2026-10-02')).toBe('2026-10-01')
    expect(overdueDay({ ...late, done_at: new Date() }, '2026-10-02')).toBeNull()
  })

  it('of what recurs is its last day since the document came in', () => {
    const report = measure('ежемесячно, до 5 числа')
    expect(overdueDay(report, '2026-10-03')).toBeNull()
    expect(overdueDay(report, '2026-12-20')).toBe('2026-12-05')
    const done = { ...report, done_days: ['2026-12-05'] }
    expect(overdueDay(done, '2026-12-20')).toBe('2026-11-05')
    expect(nextDay(done, '2026-12-20')).toBe('2027-01-05')
  })

  it('is never what comes each week, or goes on', () => {
    expect(overdueDay(measure('Еженедельно'), '2027-06-01')).toBeNull()
    expect(overdueDay(measure('постоянно'), '2029-06-01')).toBeNull()
  })

  it('is over with the term where it has no day, and with its marks where it has some', () => {
    expect(isOver(measure('постоянно'), '2027-06-01')).toBe(false)
    expect(isOver(measure('постоянно'), '2028-01-01')).toBe(true)
    expect(isOver(measure('до 01.10.2026'), '2027-01-01')).toBe(false)
    expect(isOver(measure('до 01.10.2026', { done_at: new Date() }), '2027-01-01')).toBe(true)
  })
})
