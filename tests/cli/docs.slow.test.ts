/** The list of documents as a process prints it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { createIngest } from '../../rag/ingest.ts'
import { createMemory } from '../../rag/memory.ts'
import { NOW } from '../helpers/indexed.ts'
import { makeInForce } from '../helpers/knowledge.ts'
import { makePerson } from '../helpers/people.ts'
import { runCommand, temporaryFolder } from '../helpers/program.ts'

const { folder, remove } = temporaryFolder()

beforeAll(async () => {
  const { pool, close } = await openDatabase({ folder })
  const ingest = createIngest({ pool, clock: () => NOW })
  const text = 'ПРИКАЗ от 01.09.2026 № 5\nО семинаре\n1. Провести семинар до 10 октября 2026 г.'
  await ingest.ingest({ name: 'prikaz.txt', bytes: Buffer.from(text) })
  const [tutor, methodist] = [await makePerson(pool), await makePerson(pool)]
  await makeInForce(pool, createMemory({ pool }), { tutor, methodist })
  await close()
})
afterAll(remove)

it('tells documents from tutors’ answers', async () => {
  const { code, stdout } = await runCommand(['docs'], { DATA_DIR: folder })
  const [documents = '', answers = ''] = stdout.split('\n\n')
  expect(code).toBe(0)
  expect(documents).toMatch(/^ДОКУМЕНТЫ, действует: 1\n[\s\S]*приказ от 01\.09\.2026 № 5/)
  expect(answers).toMatch(/^ОТВЕТЫ ТЬЮТОРОВ \(\/knowledge\), действует: 1\nБаза знаний: «Где лежит/)
  expect(answers).toMatch(/ответ тьютора от \d\d\.\d\d\.\d{4} · действует · ответ-тьютора-1\n/)
  expect(answers).not.toContain('фрагментов')
})

it('tells them by their kind in JSON, a line each', async () => {
  const { stdout } = await runCommand(['docs', '--json'], { DATA_DIR: folder })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind }) => kind).sort()).toEqual(['база знаний', 'приказ'])
})
