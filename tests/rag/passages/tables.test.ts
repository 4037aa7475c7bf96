import { expect, it } from 'vitest'
import { clauses, cut, paragraph, table } from '../../helpers/blocks.ts'

const rows = (blocks: Parameters<typeof cut>[1]) =>
  cut('план', [paragraph('План мероприятий центра'), ...blocks], 'План мероприятий центра').filter(
    (passage) => passage.kind === 'row',
  )

it('puts a header of several lines over its columns', () => {
  const [row] = rows([
    table(
      ['№ п/п', 'Мероприятие', 'Срок', '←Срок', 'Ответственный'],
      ['↑№ п/п', '↑Мероприятие', 'начало', 'окончание', '↑Ответственный'],
      ['1', '2', '3', '4', '5'],
      ['1', 'Анкета', '01.09.2026', '15.09.2026', 'Методцентр'],
    ),
  ])
  expect(row).toMatchObject({ clause: 'План мероприятий, строка 1', number: '1' })
  expect(row?.cells?.map((cell) => cell.header)).toEqual([
    '№ п/п',
    'Мероприятие',
    'Срок / начало',
    'Срок / окончание',
    'Ответственный',
  ])
})

it('gives a merged cell to every row, and rows of one number one citation', () => {
  const found = rows([
    table(
      ['№', 'Мероприятие', 'Срок', 'Ответственный'],
      ['1', 'Открытие школы', '16.09.2026', 'Методцентр'],
      ['↑1', 'Занятия школы', 'ежемесячно', '↑Методцентр'],
    ),
  ])
  expect(found[1]).toMatchObject({
    unit: found[0]!.ordinal,
    clause: 'План мероприятий, строка 1',
    text: '1 | Занятия школы | ежемесячно | Методцентр',
  })
})

it('tells rows of the same number under different section rows apart', () => {
  const found = rows([
    table(
      ['№', 'Мероприятие', 'Срок'],
      ['Осень', '←Осень', '←Осень'],
      ['1', 'Анкета', 'сентябрь'],
      ['Зима', '', ''],
      ['1', 'Фестиваль', 'январь'],
    ),
  ])
  expect(clauses(found)).toEqual([
    'План мероприятий, «Осень», строка 1',
    'План мероприятий, «Зима», строка 1',
  ])
  expect(found[1]?.path).toEqual(['План мероприятий', 'Зима', 'строка 1'])
})

it('goes on with the header and the section after a page break, its repetition aside', () => {
  const header = ['№', 'Мероприятие', 'Срок']
  const found = rows([
    table(header, ['Осень', '', ''], ['1', 'Анкета', 'сентябрь']),
    table(['2', 'Неделя уроков', 'ноябрь'], header, ['3', 'Семинар', 'ноябрь']),
  ])
  expect(found.map((row) => row.number)).toEqual(['1', '2', '3'])
  expect(found[2]).toMatchObject({ path: ['План мероприятий', 'Осень', 'строка 3'] })
  expect(found[2]?.cells?.[2]).toEqual({ header: 'Срок', text: 'ноябрь' })
})

it('calls rows without numbers by their subject', () => {
  const found = rows([
    table(['№', 'Срок', 'Мероприятие'], ['1', 'сентябрь', 'Анкета'], ['', 'октябрь', 'Встреча']),
    table(['Дата', 'Тема', 'Место'], ['02.10.2026', 'ФГОС', 'каб. 5']),
  ])
  expect(clauses(found).slice(1)).toEqual([
    'План мероприятий, строка без номера («Встреча»)',
    'План мероприятий, строка «ФГОС»',
  ])
})

it('keeps titles above and notes below the rows of a sheet out of them', () => {
  const passages = cut('график', [
    table(
      ['График консультаций', '', ''],
      ['Дата', 'Тема', 'Место'],
      ['02.10.2026', 'ФГОС', 'каб. 5'],
      ['Запись по телефону.', '', ''],
    ),
  ])
  expect(passages.map((passage) => passage.kind)).toEqual([
    'paragraph',
    'columns',
    'row',
    'paragraph',
  ])
})

it('reads stamps and signatures that stand in a table as lines', () => {
  const passages = cut('план', [
    table(['СОГЛАСОВАНО\nДиректор школы', 'УТВЕРЖДАЮ\nДиректор центра']),
    paragraph('План мероприятий'),
    table(['№', 'Мероприятие', 'Срок'], ['1', 'Анкета', 'сентябрь']),
  ])
  expect(passages.filter((passage) => passage.kind === 'row')).toHaveLength(1)
  expect(passages[0]?.kind).toBe('title')
})

it('takes a numbered text without further cells for a section, but not in a form to be filled in', () => {
  const header = ['№', 'Мероприятие', 'Срок', 'Кто']
  const planned = rows([table(header, ['1', 'Осень', '', ''], ['1.1', 'Анкета', 'май', 'ЦРО'])])
  expect(planned.map((row) => row.path)).toEqual([['План мероприятий', '1 Осень', 'строка 1.1']])
  const form = rows([table(header, ['1', 'Анкета', '', ''], ['2', 'Семинар', '', ''])])
  expect(form.map((row) => row.number)).toEqual(['1', '2'])
})

it('keeps a row that only adds one cell to merged ones', () => {
  const found = rows([
    table(
      ['№', 'Мероприятие', 'Срок', 'Кто'],
      ['1', 'Школа', 'сентябрь', 'ЦРО'],
      ['↑1', '↑Школа', 'октябрь', '↑ЦРО'],
      ['2', 'Семинар', 'ноябрь', 'ЦРО'],
    ),
  ])
  expect(found[1]?.text).toBe('1 | Школа | октябрь | ЦРО')
})

it('does not take the first row after a page break for a header because it speaks of measures and results', () => {
  const found = rows([
    table(['№', 'Мероприятие', 'Результат', 'Срок'], ['1', 'Анкета', 'Справка', 'сентябрь']),
    table(
      ['', 'Мероприятие «Старт»', 'Результаты конкурса', 'до 20.09.2026'],
      ['2', 'Неделя', 'План', 'май'],
    ),
    table(['3', 'Мероприятия по срокам', 'Форма отчёта о результатах', 'июнь']),
  ])
  expect(found.map((row) => row.number)).toEqual(['1', null, '2', '3'])
  expect(found[1]?.cells?.[3]).toEqual({ header: 'Срок', text: 'до 20.09.2026' })
})
