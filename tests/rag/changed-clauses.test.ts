import { expect, it } from 'vitest'
import { changedClauses } from '../../rag/changed-clauses.ts'

const clauses = (...texts: string[]) =>
  texts.map((text, unit) => ({
    unit,
    kind: 'clause',
    clause: `Порядок, п. ${/^[\d.]+\d/.exec(text)?.[0] ?? unit}`,
    text,
  }))

const changes = (before: string[], after: string[]) =>
  [...changedClauses(clauses(...before), clauses(...after)).values()].map(
    ({ before: old, after: now }) => [old.text, now?.text ?? null],
  )

const APPOINTS = '1. Наставника назначает директор школы приказом до 10 сентября.'
const KEEPS = '2. Журнал ведёт куратор и хранит его пять лет после окончания срока.'

it('pairs a clause with the one of its name', () => {
  const now = '1. Наставника назначает директор школы приказом до 1 октября.'
  expect(changes([APPOINTS, KEEPS], [now, KEEPS])).toEqual([[APPOINTS, now]])
})

it('takes neither another number nor another sign for a change', () => {
  const moved = [
    `1. Новое правило о чём-то другом.`,
    APPOINTS.replace('1.', '2.'),
    KEEPS.replace('2. ', '3.  ').replace('пять лет', '«пять лет»'),
  ]
  expect(changes([APPOINTS, KEEPS], moved)).toEqual([])
})

it('finds a clause that moved and changed, and says of one left out that it is gone', () => {
  const now = '5. Журнал ведёт куратор и хранит его три года после окончания срока.'
  expect(changes([APPOINTS, KEEPS], ['1. Оплата производится ежемесячно.', now])).toEqual([
    [APPOINTS, null],
    [KEEPS, now],
  ])
})
