import { describe, expect, it } from 'vitest'
import { analyse } from '../../rag/analyse.ts'
import { createFamilies, readFamilies } from '../../rag/families.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
import { stem, stemsOf } from '../../rag/words.ts'

const families = createFamilies([
  ['замерить', 'замер', 'измерение'],
  ['сдать', 'сдача'],
  ['сдача', 'размен'],
  ['смета', 'расценка'],
])

function meant(question: string, documents: string): string[] {
  const statistics = statisticsOf({
    passages: 100,
    vocabulary: new Map(stemsOf(documents).map((each) => [each, 3])),
    territories: [],
    abbreviations: [],
  })
  return analyse(question, statistics, createThesaurus([], [], families)).flatMap(
    ({ alternatives }) => alternatives.flatMap(({ stems }) => stems),
  )
}

describe('words of one meaning', () => {
  it('lead to each other across parts of speech', () => {
    expect(families.of(stem('замеры'))).toContain(stem('измерения'))
    expect(families.of(stem('измерений'))).toContain(stem('замеры'))
  })

  it('are all found for a word of several nests, and the word itself never', () => {
    expect(families.of(stem('сдачи')).toSorted()).toEqual(
      [stem('сдать'), stem('размен')].toSorted(),
    )
    expect(families.of(stem('отпуск'))).toEqual([])
  })

  it('are looked for where the documents have another part of speech', () => {
    expect(meant('кто замерил', 'измерение уровня')).toContain(stem('измерение'))
    expect(meant('кто замерил', 'утверждение плана')).toEqual([])
  })

  it('are not taken for mistyped ones when the documents lack them', () => {
    expect(meant('смета', 'смена')).toEqual([])
    expect(meant('смека', 'смена')).toContain(stem('смена'))
  })
})

describe('the families that ship', () => {
  const shipped = readFamilies()

  it.each([
    ['утверждают', 'утверждение'],
    ['соберут', 'сбор'],
    ['проверят', 'проверка'],
    ['оплачивают', 'оплата'],
    ['молодежь', 'молодой'],
    ['городской', 'город'],
    ['площадок', 'площадка'],
  ])('know that «%s» is about «%s»', (asked, written) => {
    expect(shipped.of(stem(asked))).toContain(stem(written))
  })

  it('keep apart words that only sound alike', () => {
    expect(shipped.of(stem('лицей'))).not.toContain(stem('личный'))
    expect(shipped.of(stem('оценка'))).not.toContain(stem('цена'))
  })
})
