import { expect, it } from 'vitest'
import { createFamilies } from '../../rag/families.ts'
import { fitTraits } from '../../rag/fit.ts'
import { statedness, traitsOf } from '../../rag/stated.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'

const thesaurus = createThesaurus(
  [{ everyday: ['деньги'], official: 'стимулирование' }],
  [],
  createFamilies([['доплата', 'доплатить']]),
)

it('takes words of one family for one trait, and what an expression means for another', () => {
  const traits = (question: string) => traitsOf(question, new Set(['how-many']), thesaurus)
  expect(traits('доплата')).toEqual(traits('доплатить'))
  expect([...traits('деньги')]).toContain('means:стимулирован')
  expect([...traits('деньги')]).toContain('asks:how-many')
})

it('doubts a question whose words are those of questions that were not answered', () => {
  const rows = ['срок', 'срок', 'оклад', 'оклад'].map((word) => ({
    traits: new Set([`word:${word}`]),
    label: word === 'срок',
    counts: 1,
  }))
  const learned = fitTraits(rows, ['word:срок', 'word:оклад'])
  expect(statedness(new Set(['word:срок']), learned)).toBeGreaterThan(0)
  expect(statedness(new Set(['word:оклад', 'word:другое']), learned)).toBeLessThan(0)
})

it('learns nothing of a trait that is not named', () => {
  const rows = [{ traits: new Set(['word:имя']), label: true, counts: 1 }]
  expect(fitTraits(rows, [])).toEqual({})
})
