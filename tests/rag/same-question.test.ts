import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asksTheSame } from '../../rag/same-question.ts'
import { statisticsOf } from '../../rag/statistics.ts'

const questions = readFileSync(join(import.meta.dirname, '../fixtures/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): string => JSON.parse(line).question)

const known = ['педагог', 'аттестац', 'портфоли', 'веден', 'введен', 'заявлен']
const statistics = statisticsOf({
  ...{ passages: 10, territories: [], abbreviations: [] },
  vocabulary: new Map(known.map((stem) => [stem, 1])),
})
const same = (one: string, other: string) => asksTheSame(one, other, statistics)

const ASKED = 'До какого числа педагогу подать заявление на аттестацию?'

it.each([
  'до какого числа педагогу подать заявление на аттестацию',
  'Здравствуйте! Подскажите, пожалуйста, до какого числа педагогу подать заявление на аттестацию? Заранее спасибо!',
  'Педагогу до какого числа подать заявление на аттестацию?',
  'До какого числа педагогу подать заявления на аттестацию?',
  'До какого числа педагогу подать заявление на аттистацию?',
])('takes «%s» for the same question', (other) => {
  expect(same(ASKED, other)).toBe(true)
})

it.each([
  'С какого числа педагогу подать заявление на аттестацию?',
  'До какого числа педагогу не подать заявление на аттестацию?',
  'До какого числа педагогу подать заявление на аттестацию в Озёрном?',
  'До какого числа педагогу подать заявление на аттестацию в 2027 году?',
  'До какого числа педагогу подать портфолио на аттестацию?',
  'Куда педагогу подать заявление на аттестацию?',
  'До какого числа педагогу подать заявление на аттестацию без портфолио?',
])('takes «%s» for another question', (other) => {
  expect(same(ASKED, other)).toBe(false)
})

it.each([
  ['Кто проверяет тьютора школы?', 'Кого проверяет тьютор школы?'],
  ['Методист проверяет тьютора школы?', 'Тьютор проверяет методиста школы?'],
  ['Кто заменит Иванова на уроке?', 'Кто заменит Иванову на уроке?'],
  ['Где журнал: ведение класса?', 'Где журнал: введение класса?'],
  ['А для молодых педагогов?', 'А для молодых педагогов?'],
  ['Сколько часов в 5 классе?', 'Сколько часов в 6 классе?'],
])('keeps «%s» and «%s» apart', (one, other) => {
  expect(same(one, other)).toBe(false)
})

it('joins no two of the labelled questions', () => {
  const joined = questions.flatMap((one, index) =>
    questions.slice(index + 1).filter((other) => same(one, other)),
  )
  expect(joined).toEqual([])
})

it('recognises nearly every labelled question that is said again politely, in capitals', () => {
  const again = questions.filter((one) => same(one, `Добрый день! ${one.toUpperCase()}`))
  expect(again.length / questions.length).toBeGreaterThan(0.9)
})
