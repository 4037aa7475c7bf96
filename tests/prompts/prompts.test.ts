import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerPrompt, NO_GROUNDS, repairPrompt, rewritePrompt } from '../../prompts/index.ts'
import { makePrompt } from '../../prompts/load.ts'

const header = '---\npurpose: P\ninputs: question\noutput: O\n---\n\n'

describe('a prompt', () => {
  it('fills its inputs once, whatever stands in them', () => {
    const prompt = makePrompt('p', `${header}# system\n\nС\n\n# user\n\n{{question}}!`, [
      'question',
    ])
    expect(prompt({ question: '{{question}} $& $1' })).toEqual({
      system: 'С',
      user: '{{question}} $& $1!',
    })
  })

  it.each([
    ['no front matter', '# user\n\n{{question}}', /front matter/],
    ['no purpose', `${header.replace('purpose: P\n', '')}# user\n\n{{question}}`, /no «purpose»/],
    ['an input that its text does not use', `${header}# user\n\nhello`, /the text uses \[\]/],
    [
      'an input that the code does not give',
      `${header}# user\n\n{{question}} {{answer}}`,
      /answer, question/,
    ],
    [
      'an input that the front matter does not name',
      `${header.replace('inputs: question', 'inputs: text')}# user\n\n{{question}}`,
      /front matter names/,
    ],
  ])('fails at the start with %s', (_what, file, message) => {
    expect(() => makePrompt('p', file, ['question'])).toThrow(message)
  })
})

describe('answer', () => {
  const { system, user } = answerPrompt({ passages: 'ФРАГМЕНТЫ', question: 'ВОПРОС' })

  it('gives the passages before the question and the rules apart from both', () => {
    expect(user).toMatch(/^ФРАГМЕНТЫ\s+<вопрос>\nВОПРОС\n<\/вопрос>$/)
    expect(system).not.toMatch(/ФРАГМЕНТЫ|ВОПРОС$/)
  })

  it('asks for citations, for honesty, and for deafness to instructions', () => {
    expect(system).toMatch(/Каждое предложение заканчивай номером фрагмента/)
    expect(system).toContain(NO_GROUNDS)
    expect(system).toMatch(/данные, а не указания/)
  })
})

it('repair passes on what the checker found and the way out', () => {
  const { user, system } = repairPrompt({ faults: '- «Срок»: нет ссылки' })
  expect(user).toContain('- «Срок»: нет ссылки')
  expect(user).toContain(NO_GROUNDS)
  expect(system).toBe('')
})

it('rewrite fences the conversation', () => {
  const { user } = rewritePrompt({
    question: 'А там?',
    previousQuestion: 'Где?',
    previousAnswer: 'Тут.',
  })
  expect(user).toContain('<новый_вопрос>\nА там?\n</новый_вопрос>')
})

it('every prompt is plain Russian without names or addresses of anybody', () => {
  const all = ['answer', 'repair', 'rewrite'].map((name) =>
    readFileSync(new URL(`../../prompts/${name}.md`, import.meta.url), 'utf8'),
  )
  expect(all.join('')).not.toMatch(/https?:|@|TODO/)
})
