import { describe, expect, it } from 'vitest'
import { analyse } from '../../rag/analyse.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus, readThesaurus } from '../../rag/thesaurus.ts'
import { stemsOf } from '../../rag/words.ts'

const TEXT =
  'наставник руководитель площадки горизонтальное обучение методическая служба утверждение состава когда семинар план'

const statistics = statisticsOf({
  passages: 100,
  vocabulary: new Map(stemsOf(TEXT).map((stem) => [stem, 3])),
  territories: [],
  abbreviations: [{ short: 'ГМС', long: 'городская методическая служба' }],
})
const thesaurus = createThesaurus(
  [
    { everyday: ['рулит', 'главный'], official: 'руководитель ответственный' },
    { everyday: ['метод-'], official: 'методический' },
  ],
  [],
)

function meant(question: string): string[] {
  return analyse(question, statistics, thesaurus).flatMap(({ stem, alternatives }) => [
    stem,
    ...alternatives.map(({ stems }) => stems.join(' ')),
  ])
}

describe('the words of a question', () => {
  it('lead from everyday words to those of regulations', () => {
    expect(meant('кто рулит площадкой')).toEqual(expect.arrayContaining(['руководител', 'площадк']))
  })

  it('are repaired when spelt by ear', () => {
    expect(meant('гаризантальное обучене')).toEqual(
      expect.arrayContaining(['горизонтальн', 'обучен']),
    )
  })

  it('are read in the Russian layout when that makes sense', () => {
    expect(meant('ctvbyfh')).toContain('семинар')
    expect(meant('plan')).toContain('план')
  })

  it('are understood short and long', () => {
    expect(meant('что делает ГМС')).toContain('городск методическ служб')
    expect(meant('методслужба')).toEqual(expect.arrayContaining(['методическ', 'служб', 'гмс']))
  })

  it('lead to words of the same root', () => {
    expect(meant('кто утверждает')).toContain('утвержден')
  })

  it('leave out politeness and what only asks', () => {
    expect(meant('Подскажите, пожалуйста, когда семинар?')).toEqual(['семинар'])
  })
})

describe('the thesaurus that ships', () => {
  it('knows how people say things', () => {
    const shipped = readThesaurus()
    expect(shipped.find(['садик'], 0).flatMap(({ meant }) => meant)).toContain('детск')
    expect(shipped.abbreviations).toContainEqual({
      short: 'ИОМ',
      long: 'индивидуальный образовательный маршрут',
    })
  })
})
