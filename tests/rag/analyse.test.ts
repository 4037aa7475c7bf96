import { describe, expect, it } from 'vitest'
import { analyse } from '../../rag/analyse.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
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
    { everyday: ['сходка', 'кружка'], official: 'семинар совещание' },
    { everyday: ['сходка наставников'], official: 'горизонтальное+обучение' },
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

  it('say together what none of them says alone', () => {
    expect(meant('сходка наставников')).toContain('горизонтальн обучен')
    expect(meant('сходка наставников')).not.toContain('семинар')
  })

  it('are not led to what no document says, and may be mistyped then', () => {
    expect(meant('сходка')).not.toContain('совещан')
    expect(meant('наставнека')).toContain('наставник')
  })

  it('lead to words of the same root', () => {
    expect(meant('кто утверждает')).toContain('утвержден')
  })

  it('leave out politeness and what only asks', () => {
    expect(meant('Подскажите, пожалуйста, когда семинар?')).toEqual(['семинар'])
  })
})
