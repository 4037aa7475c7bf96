import { expect, it } from 'vitest'
import { clauses, cut, heading, lines, outline, paragraph } from '../../helpers/blocks.ts'

it('keeps lettered items, at two levels, with their clause', () => {
  const passages = cut(
    'положение',
    lines(`Положение о наставничестве
      I. Общие положения
      1. Наставник обязан:
      1) составить план;
      2) проводить встречи:
      а) очные;
      б) дистанционные;
      3) отчитываться.
      2. Наставник вправе отказаться.`),
  )
  expect(outline(passages).slice(1)).toEqual([
    'Положение, раздел I: heading',
    'Положение, п. 1: clause',
    'Положение, п. 1, подп. 1: item',
    'Положение, п. 1, подп. 2: item',
    'Положение, п. 1, подп. 2, «а»: item',
    'Положение, п. 1, подп. 2, «б»: item',
    'Положение, п. 1, подп. 3: item',
    'Положение, п. 2: clause',
  ])
  expect(new Set(passages.slice(2, 8).map((passage) => passage.unit))).toEqual(new Set([2]))
})

it('counts a list inside a clause apart from the clauses', () => {
  const passages = cut(
    'решение',
    lines(`Решение
      1. Руководителям школ:
      1. назначить наставников;
      2. составить планы.
      2. Контроль оставить за собой.`),
  )
  expect(outline(passages).slice(1)).toEqual([
    'Решение, п. 1: clause',
    'Решение, п. 1, подп. 1: item',
    'Решение, п. 1, подп. 2: item',
    'Решение, п. 2: clause',
  ])
})

it('takes a date or a quantity at the beginning of a line for no clause', () => {
  const passages = cut(
    'решение',
    lines(`Решение
      1. Провести семинары:
      01.10.2026 – для учителей;
      2.5 часа – для завучей.
      2. Контроль оставить за собой.`),
  )
  expect(clauses(passages)).toEqual(['Решение, п. 1', 'Решение, п. 2'])
})

it('knows the annexes by their stamps, and what they are annexed to', () => {
  const passages = cut('приказ', [
    ...lines(`ПРИКАЗ
      О работе центра
      1. Утвердить Положение (приложение 1).
      Директор
      И.И. Иванова
      Приложение 1
      к приказу от 01.09.2026 № 5`),
    heading('ПОЛОЖЕНИЕ\nо центре'),
    heading('1. Общие положения'),
    ...lines(`1.1. Центр работает по будням.
      Приложение № 1 к Положению
      Форма заявки
      Фамилия и имя заявителя пишутся полностью.
      Приложение 2
      к приказу от 01.09.2026 № 5
      Форма отчёта
      Отчёт сдаётся до 25 мая.`),
  ])
  expect(clauses(passages)).toEqual([
    'Приказ, п. 1',
    'Положение, раздел 1',
    'Положение, п. 1.1',
    'Приложение № 1, абзац 1',
    'Приложение № 2, абзац 1',
  ])
  expect(passages.filter((passage) => passage.kind === 'closing')).toHaveLength(2)
})

it('tells decisions on one question of the agenda from those on the next', () => {
  const passages = cut(
    'протокол',
    lines(`Протокол № 7
      Повестка дня:
      1. Наставники.
      2. Разное.
      1. СЛУШАЛИ:
      Орлову И.И. о наставниках.
      РЕШИЛИ:
      1. Закрепить наставников.
      2. СЛУШАЛИ:
      Ветрову А.А. о конкурсе.
      РЕШИЛИ:
      1. Провести конкурс.
      Председатель И.И. Орлова`),
  )
  expect(clauses(passages)).toContain('Протокол, вопрос 2, «Решили», п. 1')
  expect(new Set(clauses(passages)).size).toBe(clauses(passages).length)
})

it('numbers the paragraphs of a letter and keeps a list with the one that announces it', () => {
  const passages = cut(
    'письмо',
    lines(`О семинаре
      Уважаемые коллеги!
      Приглашаем на семинар 25 ноября.
      Для участия необходимо:
      заполнить заявку;
      подготовить вопрос.
      Директор С.С. Кузнецова`),
  )
  expect(outline(passages).slice(1)).toEqual([
    'Письмо, абзац 1: paragraph',
    'Письмо, абзац 2: paragraph',
    'Письмо, абзац 3: paragraph',
    'Письмо, абзац 3: item',
    'Письмо, абзац 3: item',
    ': closing',
  ])
})

it('keeps a footnote with the clause that it is to', () => {
  const passages = cut('положение', [
    paragraph('Положение о центре'),
    paragraph('1. Ответ даётся за три дня.', { footnotes: ['Рабочих.'] }),
    paragraph('2. Приём ведёт тьютор.'),
  ])
  expect(passages[2]).toMatchObject({ kind: 'footnote', clause: 'Положение, п. 1', unit: 1 })
})

it('cites definitions by their terms, inside a clause too', () => {
  const passages = cut(
    'положение',
    lines(`Положение о центре
      1. Общие положения
      1.1. Используются следующие понятия:
      наставник – педагог, который передаёт опыт;
      научно - методический совет – совещательный орган.
      1.2. Центр работает по будням.`),
  )
  expect(clauses(passages)).toContain('Положение, п. 1.1, «наставник»')
  expect(clauses(passages)).toContain('Положение, п. 1.1, «научно-методический совет»')
  expect(clauses(passages)).toContain('Положение, п. 1.2')
})

it('joins a sentence that a page break cut, and only that', () => {
  const passages = cut(
    'положение',
    lines(`Положение о центре
      1. Центр оказывает педагогам города помощь в освоении современных образовательных
      технологий и методик с
      1 сентября по
      20 мая;
      2. Каналы:
      общедоступные коммуникации и совещания работников образования города
      онлайн-каналы`),
  )
  expect(passages[1]?.text).toMatch(/образовательных технологий и методик с 1 сентября по 20 мая;$/)
  expect(passages.at(-1)?.text).toBe('онлайн-каналы')
})

it('finds headings by their format where sections have no numbers', () => {
  const passages = cut('регламент', [
    paragraph('Регламент работы центра', { level: 1 }),
    paragraph('Общие положения', { level: 2 }),
    paragraph('Центр работает по будням.'),
    paragraph('Порядок ответа', { level: 2 }),
    paragraph('Ответ даётся за три дня.'),
  ])
  expect(passages.at(-1)).toMatchObject({
    clause: 'Регламент, «Порядок ответа», абзац 1',
    path: ['Регламент', 'Порядок ответа'],
  })
})

it('does not take clauses of an order for headings because they are styled so', () => {
  const passages = cut('приказ', [
    paragraph('ПРИКАЗ', { level: 1 }),
    paragraph('О проведении конкурса', { level: 2 }),
    paragraph('1. Провести конкурс молодых педагогов города в октябре.', { level: 2 }),
    paragraph('2. Контроль оставляю за собой.', { level: 2 }),
  ])
  expect(outline(passages)).toEqual([
    ': title',
    ': title',
    'Приказ, п. 1: clause',
    'Приказ, п. 2: clause',
  ])
})

it('takes no annex from a sentence about one', () => {
  const passages = cut(
    'приказ',
    lines(`ПРИКАЗ
      1. Внести изменения:
      Приложение 1 изложить в новой редакции.
      2. Контроль оставляю за собой.
      Приложение: на 2 л. в 1 экз.`),
  )
  expect(clauses(passages)).toEqual(['Приказ, п. 1', 'Приказ, п. 2'])
})
