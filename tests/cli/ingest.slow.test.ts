import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runCommand, temporaryFolder } from '../helpers/program.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const documents = join(folder, 'documents')
mkdirSync(join(documents, 'old'), { recursive: true })
writeFileSync(
  join(documents, 'plan.txt'),
  'План работы центра города Абакана\n1. Провести семинар до 01.10.2026.',
)
writeFileSync(join(documents, 'old', 'empty.txt'), '')
writeFileSync(join(documents, 'picture.jpg'), 'no document')

const variables = { DATA_DIR: join(folder, 'data') }

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

it('indexes the good files of a folder, names the bad ones and ends with 1', async () => {
  const { code, stdout, stderr } = await runCommand(
    ['ingest', documents, join(folder, 'no.txt')],
    variables,
  )
  const results = jsonLines(stdout)
  expect(results.map(({ source, status }) => [source, status])).toEqual([
    ['empty.txt', 'refused'],
    ['plan.txt', 'indexed'],
    ['no.txt', 'refused'],
  ])
  expect(Object.keys(results[1]!)).toEqual([
    'source',
    'document',
    'status',
    'supersedes',
    'passages',
    'rows',
    'message',
  ])
  expect(stderr.trim().split('\n').at(-1)).toBe('Не принято файлов: 2 из 3')
  expect(code).toBe(1)
})

it('changes nothing the second time, and lists what is there', async () => {
  const again = await runCommand(['ingest', join(documents, 'plan.txt')], variables)
  expect(jsonLines(again.stdout)).toMatchObject([{ status: 'unchanged', passages: 2 }])
  expect(again.code).toBe(0)
  const { stdout } = await runCommand(['docs', '--json'], variables)
  expect(jsonLines(stdout)).toMatchObject([
    { source: 'plan.txt', territory: 'Абакан', kind: 'план', status: 'current', passages: 2 },
  ])
})
