import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyse } from '../../rag/analyse.ts'
import { createRag } from '../../rag/answer.ts'
import { columnHolds } from '../../rag/columns.ts'
import { definesTerm } from '../../rag/definition.ts'
import { documentParts } from '../../rag/document-facts.ts'
import { essentialsHeld, essentialsOf } from '../../rag/essentials.ts'
import { fitLogistic, fitRanking } from '../../rag/fit.ts'
import { focusHeld, focusOf } from '../../rag/focus.ts'
import { holdsKind } from '../../rag/held.ts'
import { readLearned } from '../../rag/learned.ts'
import { namesHeld } from '../../rag/proper-names.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
import { stemsOf } from '../../rag/words.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

const statistics = statisticsOf({
  passages: 10,
  vocabulary: new Map(stemsOf('директор гимназия ключ план срок').map((stem) => [stem, 1])),
  territories: [],
  abbreviations: [],
})

describe('what a question is after', () => {
  it('is the word beside its question word', () => {
    const text = 'подскажите, кто директор гимназии «Ключ»'
    const terms = analyse(text, statistics, createThesaurus([], []))
    const director = terms.findIndex(({ word }) => word === 'директор')
    expect(focusOf(text, terms)[0]).toBe(director)
    const others = terms.map((_, index) => (index === director ? 0 : 1))
    expect(focusHeld(focusOf(text, terms), others)).toBeLessThan(0.5)
  })

  it.each([
    ['сколько стоит курс', 'Курсы (36 часов), до 25 человек', 'Курсы, 3 000 руб.'],
    ['во сколько начало', '07.04.2027, ДДТ', '07.04.2027, 14.30'],
    ['до какого числа сдать', 'Ежегодно', 'до 20 мая'],
    ['дайте телефон', 'методист, кабинет 6', 'тел. 8(34643) 96-601'],
    ['каким числом датировано', 'пункт 4.1 о цифровой среде', 'от 28.08.2020'],
    ['в котором часу занятие', 'Курсы (36 часов)', 'Курсы, начало в 15.00'],
    ['на сколько лет назначают', 'назначается приказом', 'сроком на два года'],
    ['через сколько дней ответят', 'до 04.12.2026', 'в течение трёх рабочих дней'],
    ['какие школы участвуют', 'МОУ СОШ № 2', 'МОУ СОШ № 2 и № 5'],
    ['под каким номером приказ', 'приказ директора', 'приказ № 15'],
    ['какой проходной балл', '4. Балл ставит жюри', 'не менее 60 баллов'],
    ['кого наградили в прошлом году', 'награждается наставник', 'В прошлом году – Иванова И.И.'],
    ['что решили на заседании совета', 'Следующее заседание – в мае', 'Совет решил создать банк'],
  ])('«%s» is not answered by «%s»', (question, without, having) => {
    const essentials = essentialsOf(question)
    expect([without, having].map((text) => essentialsHeld(essentials, text))).toEqual([0, 1])
  })

  it('may be the document itself', () => {
    expect([...documentParts('от какого числа приказ о площадках')]).toEqual(['title'])
    expect([...documentParts('кто подписал положение')]).toEqual(['closing'])
    expect(documentParts('кто ведёт площадку').size).toBe(0)
  })
})

describe('what a passage holds', () => {
  it('is told by the column that is called so', () => {
    const cells = [
      { header: 'Срок', text: '' },
      { header: 'Руководитель', text: 'Иванова' },
    ]
    expect([columnHolds('when', cells), columnHolds('who', cells)]).toEqual([false, true])
    expect(columnHolds('where', cells)).toBeNull()
  })

  it('counts days in any form of the word', () => {
    const text = 'сообщает не позднее чем за три рабочих дня'
    expect(holdsKind('how-many', 'за сколько дней предупредят', text)).toBe(1)
  })

  it.each([
    ['the number of a clause', '6.Организовать работу тьюторского центра'],
    ['the number of a later line', 'Решили:\n15 | Мастер-класс тьюторов'],
    ['an hour or a day', 'начало в 14.30, тьюторы, 27 ноября, тьюторы'],
  ])('is no quantity where it is %s', (_, text) => {
    const said = new Set(stemsOf('тьюторы работа мастер'))
    expect(holdsKind('how-many', 'сколько тьюторов', text, null, said)).toBeLessThan(0.5)
  })

  it('is no date where the end of another word reads like a month', () => {
    const [none, month] = ['решение принимается комиссией', 'решение в мае']
    expect([none, month].map((text) => holdsKind('when', 'когда', text))).toEqual([0, 1])
  })

  it('is a definition where a list of abbreviations has the one that is asked', () => {
    const defines = (question: string) =>
      definesTerm(analyse(question, statistics, createThesaurus([], [])), {
        kind: 'paragraph',
        text: 'Дорожная карта на год. Сокращения: ФГ – функциональная грамотность; КО – комитет.',
      })
    expect([defines('ФГ это что'), defines('ИОМ это что')]).toEqual([0.9, 0])
  })

  it('has a name only whole', () => {
    const stems = new Set(stemsOf('площадка школа проектов'))
    expect(namesHeld('где «Школа проектов»', stems, new Set())).toBe(1)
    expect(namesHeld('где «Школа молодого педагога»', stems, new Set())).toBeLessThan(0.5)
  })
})

describe('learned weights', () => {
  it('are never negative, whatever few examples say', () => {
    const rows = Array.from({ length: 12 }, (_, index) => [index % 2])
    const [, weight] = fitLogistic(
      rows,
      rows.map(([value]) => value === 0),
    )
    expect(weight).toBe(0)
  })

  it('stay usual where the examples say nothing', () => {
    const examples = [
      {
        candidates: [
          [1, 0],
          [0, 0],
        ],
        holds: [true, false],
      },
    ]
    expect(fitRanking(examples)[1]).toBeCloseTo(1.5, 1)
  })
})

describe('a certain answer', () => {
  let indexed: Indexed
  beforeAll(async () => {
    indexed = await openIndexed()
  })
  afterAll(() => indexed.close())

  it.each([
    ['что такое ГТЦ', 'объединение педагогов и методистов'],
    ['кто руководитель площадки «Школа проектов»', 'Руководитель: Тополева Г.Р.'],
  ])('is the definition or the row about just «%s»', async (text, said) => {
    const outcome = await indexed.rag.answer({ text, now: NOW })
    expect(outcome).toMatchObject({ kind: 'answered', text: expect.stringContaining(said) })
  })

  it('loses more by words that documents seldom answer than it gains by those that they often do', async () => {
    const model = readLearned()
    const oddsWith = async (weight: number) => {
      const learned = { ...model, stated: { 'asks:who': weight } }
      const rag = createRag({ pool: indexed.database.pool, model: learned })
      const outcome = await rag.answer({
        text: 'кто руководитель площадки «Школа проектов»',
        now: NOW,
      })
      const sure = 'confidence' in outcome ? outcome.confidence : 0
      return Math.log(sure / (1 - sure))
    }
    const [against, neither, speaking] = [await oddsWith(-1), await oddsWith(0), await oddsWith(1)]
    expect(neither - against).toBeGreaterThan(2 * (speaking - neither))
    expect(speaking).toBeGreaterThan(neither)
  })

  it('stays certain where the asker tells his age, which no document repeats', async () => {
    const text = 'кого считают молодым педагогом, мне 36'
    expect(await indexed.rag.answer({ text, now: NOW })).toMatchObject({
      kind: 'answered',
      text: expect.stringContaining('до 35 лет'),
    })
  })
})

describe('an answer under a heading that speaks of what is asked', () => {
  let indexed: Indexed
  beforeAll(async () => {
    indexed = await openIndexed({ samples: false })
  })
  afterAll(() => indexed.close())

  it('is surer than the same words under another', async () => {
    const sureUnder = async (title: string) => {
      await indexed.add(
        'приказ.txt',
        `ПРИКАЗ\n${title}\n\n1. Заявки принимает секретарь до 20 мая.\n`,
      )
      const outcome = await indexed.rag.answer({ text: 'когда приём заявок на курсы', now: NOW })
      return 'confidence' in outcome ? outcome.confidence : 0
    }
    expect(await sureUnder('Об архиве')).toBeLessThan(await sureUnder('О заявках на курсы'))
  })
})

describe('an asker from elsewhere', () => {
  let indexed: Indexed
  beforeAll(async () => {
    indexed = await openIndexed()
  })
  afterAll(() => indexed.close())
  const ask = (text: string, municipality: string | null) =>
    indexed.rag.answer({ text, municipality, now: NOW })

  it('gets no answer of another municipality as his own', async () => {
    expect(await ask('что такое ИОМ', 'Ангарск')).toMatchObject({ kind: 'routed', confidence: 0 })
  })

  it('gets it with its name when he asks for it', async () => {
    expect(await ask('что такое ИОМ в Светлореченске', 'Ангарск')).toMatchObject({
      kind: 'answered',
      text: expect.stringContaining('Светлореченск'),
    })
  })

  it('needs to name none where the index knows one only', async () => {
    const [unnamed, named] = [
      await ask('что такое ИОМ', null),
      await ask('что такое ИОМ', 'Светлореченск'),
    ]
    expect(unnamed).toEqual(named)
    expect(named.kind).toBe('answered')
  })
})
