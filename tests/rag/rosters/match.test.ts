import { expect, it } from 'vitest'
import { type KnownPerson, matchRoster } from '../../../rag/rosters/match.ts'
import { compareNames, parseName } from '../../../rag/rosters/person-name.ts'
import { rosterOfCsv } from '../../../rag/rosters/table.ts'

const institutions = [
  'МБОУ «СОШ № 4»',
  'МБОУ «СОШ № 14»',
  'МБДОУ «Детский сад № 21 «Брусничка»',
].map((name, index) => ({
  ...{ id: index + 1, name, short_names: [], territory: 'Озёрный', staff: 20, heads: 2 },
}))
const people: KnownPerson[] = [
  { id: 1, name: 'Мария Иванова', institution_id: 1 },
  { id: 2, name: 'Соловьёва Наталья Сергеевна', institution_id: 1 },
  { id: 3, name: 'Ольга Петровна Кузнецова', institution_id: 3 },
  { id: 4, name: 'Пётр Иванов', institution_id: 1 },
  { id: 5, name: 'Анна Белова', institution_id: null },
  { id: 6, name: 'Таня', institution_id: 1 },
]

/** The rows of a list: «name; institution». */
function match(...lines: string[]) {
  const rows = rosterOfCsv(['ФИО; Учреждение', ...lines].map((line) => line.split(/;\s*/)))!.rows
  return matchRoster({ rows, people, institutions, listed: [] }).map(({ result }) => result)
}

it.each([
  ['Иванова Мария', 'школа 4', 1],
  ['Иванова Мария Петровна', 'СОШ №4', 1],
  ['Мария Петровна Иванова', 'МБОУ СОШ № 4', 1],
  ['ИВАНОВА МАРИЯ', 'четвёртая школа', 1],
  ['Иванoвa Mария', 'СОШ 4', 1],
  ['Соловьева Наталия Сергеевна', 'школа № 4', 2],
  ['Соловева Наталья Сергевна', 'школа № 4', 2],
  ['Соловьева Н.С.', 'школа № 4', 2],
  ['Н. С. Соловьёва', 'школа № 4', 2],
  ['Кузнецова О.П.', 'садик Брусничка', 3],
  ['Кузнецова Ольга Петровна', 'д/с № 21', 3],
  ['Кузнецоав Ольга Петровна', 'детский сад 21', 3],
  ['Иванов Пётр Ильич', 'школа 4', 4],
])('knows who «%s», %s, is', (name, place, id) => {
  expect(match(`${name}; ${place}`)).toMatchObject([{ kind: 'matched', person: { id } }])
})

it.each([
  ['Иванова М.', 'школа 4', [1]],
  ['Иванова Маша', 'школа 4', [1]],
  ['Ивановна Мария', 'школа 4', [1]],
  ['Белова Анна Ильинична', 'школа 14', [5]],
  ['Иванова Мария', '', [1]],
  ['Соловьёва Наталья Сергеевна', 'школа 14', [2]],
])('is in doubt about «%s», %s', (name, place, ids) => {
  const candidates = ids.map((id) => ({ id }))
  expect(match(`${name}; ${place}`)).toMatchObject([{ kind: 'doubtful', candidates }])
})

it.each([
  ['Иванова Марина Петровна', 'школа 4'],
  ['Иванова Инна', 'школа 4'],
  ['Иванова Мария Петровна', 'школа 14'],
  ['Иванова Пётр', 'детский сад 21'],
  ['Кузнецова Ольга Ильинична', 'детский сад 21'],
  ['Смирнова Татьяна Львовна', 'школа 4'],
])('takes «%s», %s, for nobody of the bot', (name, place) => {
  expect(match(`${name}; ${place}`)).toMatchObject([{ kind: 'nobody' }])
})

it('doubts two rows that mean one person, and sees the same row again', () => {
  expect(
    match(
      'Иванова Мария Петровна; школа 4',
      'Иванова Мария Ильинична; школа 4',
      'Смирнова Вера Львовна; школа 14',
      'Смирнова В.Л.; СОШ № 14',
    ),
  ).toMatchObject([
    { kind: 'doubtful', candidates: [{ id: 1 }] },
    { kind: 'doubtful', candidates: [{ id: 1 }] },
    { kind: 'nobody' },
    { kind: 'repeated', row: 4 },
  ])
})

it('gives somebody of an earlier list the same identity, however the new one writes the name', () => {
  const rows = rosterOfCsv([
    ['Фамилия', 'Имя', 'Отчество', 'Балл', 'Школа'],
    ['Смирнова', 'Вера', 'Львовна', '12', 'СОШ № 14'],
  ])!.rows
  const listed = [{ identity: 'прежняя', name: 'Смирнова В. Л.', institution_id: 2 }]
  const [matched] = matchRoster({ rows, people, institutions, listed })
  expect(matched!.result).toEqual({ kind: 'nobody', identity: 'прежняя' })
  const elsewhere = [{ ...listed[0]!, institution_id: 1 }]
  const [other] = matchRoster({ rows, people, institutions, listed: elsewhere })
  expect(other!.result).not.toEqual({ kind: 'nobody', identity: 'прежняя' })
})

it('says of what is no name that it cannot be read', () => {
  expect(match('Мария; школа 4', '12345; школа 4')).toMatchObject([
    { kind: 'unreadable' },
    { kind: 'unreadable' },
  ])
  expect(parseName('Анна-Мария Римская-Корсакова')).toEqual({
    ...{ surname: 'римская-корсакова', first: 'анна-мария', patronymic: null },
  })
})

it('tells a woman’s surname from a man’s unless the first names agree', () => {
  const like = (one: string, other: string) =>
    compareNames(parseName(one)!, parseName(other)!).likeness
  expect(like('Иванова М. П.', 'Иванов М. П.')).toBe('no')
  expect(like('Иванов Мария Петровна', 'Иванова Мария Петровна')).toBe('same')
  expect(like('Белова Мария Петровна', 'Беляева Мария Петровна')).toBe('perhaps')
})
