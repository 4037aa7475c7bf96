/** Whatever a document is made of, its passages are the document, and each clause has a name of its own. */
import { describe, expect, it } from 'vitest'
import type { Block } from '../../../rag/blocks.ts'
import { cut, heading, paragraph, table } from '../../helpers/blocks.ts'

const KINDS = ['приказ', 'положение', 'протокол', 'план', 'письмо', 'документ']

const PIECES: ((number: number) => Block)[] = [
  (number) => paragraph(`${number}. Обеспечить работу площадки ${number}.`),
  (number) => paragraph(`${number}.${number + 1}. Центр проводит семинары:`),
  (number) => paragraph(`${number}.1 ввести в состав площадки школу № ${number};`),
  (number) => paragraph(`${number}) составить план ${number};`),
  (number) => paragraph(`${'абвгде'[number % 6]}) провести встречу ${number};`),
  (number) => paragraph(`– назначить руководителя ${number};`),
  (number) => paragraph(`организация обмена опытом ${number};`),
  (number) => paragraph(`Наставник ${number} – педагог, который передаёт опыт.`),
  (number) => paragraph('1. Общие положения', { level: (number % 3) + 1 }),
  () => heading('Термины и понятия'),
  (number) => paragraph(`Приложение ${number}\nк приказу от 0${number}.09.2026 № ${number}`),
  () => paragraph('УТВЕРЖДЕНО\nприказом центра'),
  () => paragraph('ПОЛОЖЕНИЕ о центре'),
  () => paragraph('РЕШИЛИ:'),
  (number) => paragraph(`${number}. СЛУШАЛИ: Орлову И.И.`, { footnotes: [`Сноска ${number}.`] }),
  () => paragraph('Директор И.И. Иванова'),
  (number) => paragraph(`Работа продолжается и в ${number} квартале. Отчёт сдаётся вовремя.`),
  (number) =>
    table(['№', 'Мероприятие', 'Срок'], [`${number}`, 'Анкета', 'май'], ['', 'Семинар', 'июнь']),
  (number) => table(['Раздел', '', ''], [`${number}.`, 'Неделя', ''], ['5', '6', '7']),
  (number) => table([`Показатель ${number}`, `${number}`], ['Значение', '']),
]

/** The same documents every time. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

function build(seed: number): { kind: string; blocks: Block[] } {
  const next = random(seed)
  const blocks = Array.from({ length: 3 + Math.floor(next() * 60) }, () => {
    const piece = PIECES[Math.floor(next() * PIECES.length)]!
    return piece(1 + Math.floor(next() * 9))
  })
  return { kind: KINDS[seed % KINDS.length]!, blocks }
}

function textOf(block: Block): string {
  const texts =
    block.kind === 'paragraph' ? [block.text] : block.rows.flat().map((cell) => cell.text)
  return [...texts, ...(block.footnotes ?? [])].join('')
}

const bare = (text: string) => text.replace(/[\s|]/g, '')

describe.each(Array.from({ length: 150 }, (_, seed) => seed))('document %i', (seed) => {
  const { kind, blocks } = build(seed)
  const passages = cut(kind, blocks)

  it('is its passages put together', () => {
    const together = passages.map((passage) => passage.text).join('')
    expect(bare(together)).toBe(bare(blocks.map(textOf).join('')))
  })

  it('has no clause that two places share', () => {
    const opening = passages.filter(({ ordinal, unit, clause }) => ordinal === unit && clause)
    const names = opening.map((passage) => passage.clause)
    expect(names).toEqual([...new Set(names)])
    expect(
      passages.every(({ ordinal, unit }) => unit <= ordinal && passages[unit]?.unit === unit),
    ).toBe(true)
  })
})
