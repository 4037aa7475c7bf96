import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { normalise } from '../../rag/normalise.ts'
import { CHATTER } from '../../rag/question-words.ts'
import { createThesaurus, readTable, readThesaurus } from '../../rag/thesaurus.ts'
import { STOP_WORDS, stem, words } from '../../rag/words.ts'

const DATA = join(import.meta.dirname, '../../rag/data')
const shipped = readThesaurus()
const lines = readdirSync(join(DATA, 'thesaurus')).flatMap((file) =>
  readTable(join(DATA, 'thesaurus', file)).map(([everyday, official]) => ({ everyday, official })),
)

function meant(question: string): string[] {
  const said = words(question)
  const stems = said.map(stem)
  return stems.flatMap((_, start) =>
    shipped.find(stems, start, said).flatMap(({ meant }) => meant.map((each) => each.join(' '))),
  )
}

describe('a thesaurus', () => {
  it('finds expressions of several words and keeps words together that are joined with a plus', () => {
    const { find } = createThesaurus(
      [{ everyday: ['под крыло'], official: 'молодой+специалист наставник' }],
      [],
    )
    expect(find(['под', 'крыл'], 0)).toEqual([
      { length: 2, meant: [['молод', 'специалист'], ['наставник']] },
    ])
    expect(find(['крыл'], 0)).toEqual([])
  })

  it('takes an expression with an exclamation mark in this form only', () => {
    const { find } = createThesaurus([{ everyday: ['статью!'], official: 'публикация' }], [])
    const article = stem('статью')
    expect(stem('стать')).toBe(article)
    expect(find([article], 0, ['статью'])).toHaveLength(1)
    expect(find([article], 0, ['стать'])).toEqual([])
  })
})

describe('the thesaurus that ships', () => {
  it.each([
    ['садик', 'детск сад'],
    ['взяли под крыло', 'наставник'],
    ['кто физрук', 'физическ культур'],
    ['с кого спрос', 'ответствен'],
    ['на чьей базе', 'баз'],
    ['куда бежать', 'мест'],
    ['дадут корочку', 'удостоверен'],
  ])('knows what «%s» means', (said, official) => {
    expect(meant(said)).toContain(official)
  })

  it.each([
    ['до 35 лет', 'август'],
    ['стать наставником', 'публикац'],
    ['как получить', 'выполнен'],
    ['когда состоится', 'структур'],
    ['руководитель школы', 'кадров'],
    ['к кому подойти спросить', 'исполнител'],
  ])('does not take «%s» for what only sounds alike', (said, official) => {
    expect(meant(said)).not.toContain(official)
  })

  it('is written in normal form', () => {
    const official = lines.map((line) => line.official.replaceAll('+', ' '))
    const everyday = lines.map((line) => line.everyday).filter((said) => !said.endsWith('-'))
    for (const text of [...official, ...everyday]) expect(normalise(text)).toBe(text)
  })

  it('has no expression that says nothing', () => {
    const silent = lines
      .flatMap(({ everyday }) => everyday.split(','))
      .filter((said) => !said.endsWith('-'))
      .filter((said) => words(said).every((word) => STOP_WORDS.has(word) || CHATTER.has(word)))
    expect(silent).toEqual([])
  })

  it('knows abbreviations', () => {
    expect(shipped.abbreviations.length).toBeGreaterThan(200)
    expect(shipped.abbreviations).toContainEqual({
      short: 'ИОМ',
      long: 'индивидуальный образовательный маршрут',
    })
  })
})
