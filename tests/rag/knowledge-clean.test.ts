import { expect, it } from 'vitest'
import { withoutPersonal } from '../../rag/knowledge-clean.ts'

it('takes names, telephones and addresses out of both texts, and says what they were', () => {
  const { question, answer, removed } = withoutPersonal(
    {
      question: 'Здравствуйте! Я Котова Мария,\nкуда мне звонить?',
      answer: 'Добрый день, Мария! Звоните Котовой И. П. по 8 912 345-67-89 или на a.b@example.ru.',
    },
    [],
  )
  expect(question).toBe('Я [имя], куда мне звонить?')
  expect(answer).toBe('Звоните [имя] по [телефон] или на [почта].')
  expect(removed.map(({ kind }) => kind)).toEqual(['имя', 'имя', 'имя', 'телефон', 'почта'])
})

it('knows the surnames of those who took part, however they are written', () => {
  const words = { question: 'Когда приём?', answer: 'Спросите у кауровой в четверг.' }
  const { answer } = withoutPersonal(words, ['Каурова Анна Петровна', null])
  expect(answer).toBe('Спросите у [имя] в четверг.')
})

it('leaves numbers of documents, dates and names of schools, and drops signatures', () => {
  const words = {
    question: 'По какому приказу работает гимназия им. В. А. Надькина?',
    answer: 'По приказу от 19.08.2026 № 116-26-175.\nС уважением, Анна Белова, тьютор',
  }
  const { question, answer } = withoutPersonal(words, [])
  expect(question).toBe(words.question)
  expect(answer).toBe('По приказу от 19.08.2026 № 116-26-175.')
})

it('leaves brackets that somebody wrote, and an answer without words', () => {
  const words = { question: 'Что значит [ИМЯ 1] в бланке?', answer: '' }
  expect(withoutPersonal(words, [])).toMatchObject({ ...words, removed: [] })
})
