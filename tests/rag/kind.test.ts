import { describe, expect, it } from 'vitest'
import { holdsKind } from '../../rag/held.ts'
import { kindsOf } from '../../rag/kind.ts'

describe('what a question asks for', () => {
  it.each([
    ['до какого числа сдать план?', 'when'],
    ['через сколько дней ответят', 'when'],
    ['как часто проходит диагностика', 'how-often'],
    ['хто главный по площадке', 'who'],
    ['кто такой тьютор', 'meaning'],
    ['что значит ИОМ', 'meaning'],
    ['ГТЦ?', 'meaning'],
    ['сколько часов курс', 'how-many'],
    ['на сколько этапов разбита карта', 'how-many'],
    ['на сколько лет назначают', 'when'],
    ['каким приказом утверждено, номер и дата', 'which-document'],
    ['на каком сайте записаться', 'where'],
    ['перечислите показатели', 'list'],
    ['зачем нужна площадка', 'purpose'],
    ['можно ли учителю вступить в площадку', 'may'],
  ])('«%s» is asked as %s', (question, kind) => {
    expect([...kindsOf(question)]).toContain(kind)
  })

  it('is nothing particular in a plain question', () => {
    expect(kindsOf('что поручили школам').size).toBe(0)
  })
})

describe('what a passage holds', () => {
  it('wants a number beside the thing that is counted', () => {
    expect(holdsKind('how-many', 'сколько часов курс', 'Курсы (24 часа) для 50 педагогов')).toBe(1)
    expect(
      holdsKind('how-many', 'сколько детей в городе', 'Курсы (24 часа) о работе с детьми'),
    ).toBeLessThan(0.5)
  })

  it('prefers a person to an organisation for «who»', () => {
    expect(holdsKind('who', 'кто', 'определить Иванову И.И., методиста')).toBeGreaterThan(
      holdsKind('who', 'кто', 'Центр развития образования'),
    )
  })
})
