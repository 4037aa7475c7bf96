/** A file or a message of one sign a hundred thousand times costs no more than a long one: each was once a second, or a minute. */
import { expect, it } from 'vitest'
import type { Block } from '../../rag/blocks.ts'
import { citationOf, type Unit } from '../../rag/cite.ts'
import { describe } from '../../rag/describe.ts'
import { checkSentence } from '../../rag/ground.ts'
import { findIssuer } from '../../rag/issuer.ts'
import { cutPassages } from '../../rag/passages.ts'
import { readMarkdown } from '../../rag/readers/md.ts'
import { shorten } from '../../rag/shorten.ts'
import { findTerritory } from '../../rag/territory.ts'
import { lines } from '../helpers/blocks.ts'

const LENGTH = 200_000

const paragraphs = (...texts: string[]): Block[] =>
  texts.map((text) => ({ kind: 'paragraph', text }))
const order = {
  ...{ title: 'О порядке', kind: 'приказ', number: null },
  ...{ issuedOn: null, issuer: null, territory: null },
}
const unitOf = (clause: string) =>
  ({
    best: { title: 'О порядке', document_kind: 'приказ', clause, issued_on: null, number: null },
    ...{ score: 1, passages: [{ text: clause, clause }] },
  }) as unknown as Unit

/** What once took a time that grew with the square of the length, by the sign that showed it. */
const SLOW: [what: string, sign: string, work: (text: string) => unknown][] = [
  ['shortening', ' ', (text) => shorten(text, LENGTH - 5)],
  ['shortening', '-', (text) => shorten(text, LENGTH - 5)],
  ['citing', '«А', (text) => citationOf(unitOf(text))],
  [
    'describing',
    '; ',
    (text) => describe({ format: 'docx', blocks: paragraphs('ПРИКАЗ', text) }, 'a'),
  ],
  ['describing', 'х\n', (text) => describe({ format: 'docx', blocks: paragraphs(text) }, 'a')],
  ['finding the issuer', '\t', (text) => findIssuer([`приказом ${text}`], -1)],
  ['finding the territory', 'ГОРОД ', (text) => findTerritory([text])],
  ['cutting', '-\n', (text) => cutPassages(paragraphs('ПРИКАЗ', `1. ${text}`), order)],
  ['reading Markdown', ' ', (text) => readMarkdown(Buffer.from(`${text}!`))],
  [
    'checking a sentence',
    'а',
    (text) => checkSentence(`${text}! [1]`, [{ text: 'а', context: '' }]),
  ],
]

it.each(SLOW)('%s is quick however often «%s» comes', (_, sign, work) => {
  const text = sign.repeat(LENGTH / sign.length)
  const before = performance.now()
  work(text)
  expect(performance.now() - before).toBeLessThan(3000)
})

it('cuts seventy thousand lines without a head in a few seconds', () => {
  const blocks = lines(Array.from({ length: 70_000 }, (_, index) => `пункт ${index}`).join('\n'))
  const before = performance.now()
  const description = describe({ format: 'txt', blocks }, 'Список.txt')
  expect(cutPassages(blocks, description).length).toBeGreaterThan(50_000)
  expect(performance.now() - before).toBeLessThan(10_000)
})
