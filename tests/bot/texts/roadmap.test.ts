import { describe, expect, it } from 'vitest'
import { type Html, widthOf } from '../../../bot/html.ts'
import { measureReminderTexts } from '../../../bot/texts/measure-reminders.ts'
import { measureLine, measureTexts, understood } from '../../../bot/texts/measures.ts'
import { roadmapTexts } from '../../../bot/texts/roadmap.ts'
import type { MeasureRow } from '../../../db/measures.ts'
import type { Plan } from '../../../db/plans.ts'
import { readDeadline } from '../../../rag/measures/deadline.ts'
import { termOf } from '../../../rag/measures/term.ts'

const TODAY = '2026-11-23'
const ZONE = 'Europe/Moscow'
const LONG = Array(60).fill('Положение «О порядке»').join(' ')
const TERM = termOf('План на 2026 – 2027 годы', '2026-09-14')

function measure(deadline: string, rest: Partial<MeasureRow> = {}): MeasureRow {
  const { shape, startsOn, dueOn, recurrence, days } = readDeadline(deadline, TERM)
  return {
    ...{ id: 1, edition_id: 1, document_id: 1, unit: 0, clause: 'Дорожная карта, строка 5' },
    ...{ what: 'Провести семинар', deadline_text: deadline, responsible: 'ЦРО' },
    ...{ result: '', section: '', shape, recurrence, days },
    ...{ starts_on: startsOn, due_on: dueOn, done_at: null, done_days: [] },
    ...{ created_at: new Date('2026-09-20T09:00:00Z'), title: 'План', kind: 'план' },
    ...{ number: '5', issued_on: '2026-09-14', is_current: true, ...rest },
  }
}

const plan: Plan = {
  ...{ document_id: 1, edition_id: 1, title: LONG, kind: 'план', number: null },
  ...{ issued_on: null, measures_until: '2026-08-31', measures_put_away_at: null, measures: 21 },
}

describe('the deadline as it was understood', () => {
  it.each([
    ['27.11.2026', 'пятница, 27 ноября 2026'],
    ['до 01.12.2026, до 01.03.2027', '1 декабря 2026; 1 марта 2027'],
    ['Октябрь – ноябрь 2026', 'с 1 октября 2026 по 30 ноября 2026'],
    ['ежеквартально', 'каждый квартал, до последнего дня; с 14 сентября 2026 по 31 декабря 2027'],
    [
      'Еженедельно, по четвергам',
      'каждую неделю, по четвергам; с 14 сентября 2026 по 31 декабря 2027',
    ],
    ['Ежегодно, до 1 июля', 'каждый год, 1 июля; с 14 сентября 2026 по 31 декабря 2027'],
    ['до 30.11.2026, далее постоянно', 'до 30 ноября 2026, потом постоянно; по 31 декабря 2027'],
    ['по графику', 'день не назван'],
  ])('«%s» is told as «%s»', (deadline, words) => {
    expect(understood(measure(deadline))).toBe(words)
  })
})

const rendered = [0, 1, 2, 5, 21, 40].flatMap((count): [string, Html][] => {
  const long = measure('27.11.2026', { what: LONG, responsible: LONG, result: LONG, title: LONG })
  const entries = Array.from({ length: count }, () => ({ measure: long, day: '2026-11-27' }))
  const week = {
    from: TODAY,
    to: '2026-11-29',
    thisWeek: entries,
    nextWeek: entries,
    overdue: entries,
  }
  const who = { who: LONG, count, day: TODAY, times: count, today: TODAY }
  const shown = [{ heading: roadmapTexts.due, entries: entries.slice(0, 8), total: count }]
  return [
    ['card', measureTexts.card(long, { today: TODAY, zone: ZONE })],
    ['late', measureTexts.card(measure('01.11.2026'), { today: TODAY, zone: ZONE })],
    ['digest', roadmapTexts.digest(week, TODAY)],
    ['ended', roadmapTexts.ended(plan, count)],
    ['plan', roadmapTexts.plan({ ...plan, measures: count }, { done: 1, overdue: 2 }, TODAY)],
    ['plans', roadmapTexts.plans(Array(Math.min(count, 8)).fill(plan), 0, count)],
    ['who', roadmapTexts.who([{ name: LONG, count }], 0, count)],
    [
      'page',
      roadmapTexts.page('Дорожные карты', shown, { today: TODAY, label: true, number: 1, plan }),
    ],
    ['remind', measureReminderTexts.menu(LONG, who)],
    ['line', measureLine({ measure: long, day: null }, { today: TODAY, label: true, marks: true })],
    ['reminders', measureTexts.reminders([{ due_at: new Date(), people: count }], ZONE)],
  ]
})

describe.each(rendered)('the text «%s»', (_name, text) => {
  it('fits into a message, and has no hole in it', () => {
    expect(widthOf(text)).toBeLessThanOrEqual(4096)
    expect(text.markup).not.toMatch(/undefined|null|NaN|\[object/)
    expect(text.markup).not.toMatch(/[.,:;!?]{2,}|\s[.,:;!?]|«»|\(\)| {2,}\S/)
    expect(text.markup).not.toMatch(/(?:^|\D)(?:1|21) (?:мер|дней|человека|раза)(?!\p{L})/u)
  })
})
