/** A form's label is no answer without what fills it, and no label is shown without it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lacksValue } from '../../rag/form-fields.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

let indexed: Indexed
beforeAll(async () => {
  indexed = await openIndexed({ samples: false })
  await indexed.add('filled.txt', protocol('Кедровска', FILLED))
  await indexed.add('empty.txt', protocol('Ясногорска', EMPTY))
})
afterAll(() => indexed.close())

const FILLED = `Председатель комиссии М.Н. Крылова
Секретарь комиссии
Т.Л. Осокина

Исполнитель:
Ежов Пётр Ильич
Тел.:
8 (000) 45-17-20`

const EMPTY = `Председатель комиссии М.Н. Крылова
Секретарь комиссии

Куратор комиссии ____________ / ____________
Исполнитель:
Тел.:`

function protocol(town: string, signatures: string): string {
  return `УПРАВЛЕНИЕ ОБРАЗОВАНИЯ АДМИНИСТРАЦИИ ГОРОДА ${town.toUpperCase()}
ПРОТОКОЛ
заседания комиссии по аттестации
от 12.10.2026 № 4
1. Слушали: о плане аттестации педагогов на 2026 год.
2. Решили: утвердить план аттестации до 20.10.2026.

${signatures}`
}

const ask = (text: string, municipality: string) =>
  indexed.rag.answer({ text, municipality, now: NOW })

describe('a label that somebody filled', () => {
  it.each([
    ['кто секретарь комиссии', 'Секретарь комиссии Т.Л. Осокина'],
    ['кто исполнитель', 'Исполнитель: Ежов Пётр Ильич'],
    ['кто председатель комиссии', 'Председатель комиссии М.Н. Крылова'],
  ])('is shown with what fills it: «%s»', async (question, text) => {
    const answer = await ask(question, 'Кедровск')
    expect(answer).toMatchObject({ kind: 'answered', text: expect.stringContaining(text) })
  })
})

describe('a label that nobody filled', () => {
  it.each(['кто секретарь комиссии', 'кто исполнитель', 'кто куратор комиссии'])(
    'answers nothing: «%s»',
    async (question) => {
      const answer = await ask(question, 'Ясногорск')
      expect(answer).toMatchObject({ kind: 'routed', confidence: 0 })
    },
  )

  it('leaves what is filled beside it an answer', async () => {
    const answer = await ask('кто председатель комиссии', 'Ясногорск')
    expect(answer).toMatchObject({
      kind: 'answered',
      text: expect.stringContaining('М.Н. Крылова'),
    })
  })
})

it('is also the header of a row whose cell is empty', () => {
  const row = (who: string) => {
    const cells = [
      { header: 'Мероприятие', text: 'Семинар' },
      { header: 'Ответственный', text: who },
    ]
    return [
      { id: '1', edition_id: '1', ordinal: 0, unit: 0, kind: 'row', clause: '', text: '', cells },
    ]
  }
  const asked = { text: 'кто отвечает за семинар', terms: [], kinds: new Set(['who'] as const) }
  expect(lacksValue(asked, row(' '))).toBe(true)
  expect(lacksValue(asked, row('Ежов П.И.'))).toBe(false)
})
