/** What `vopros bench` measures at true size, scaled down: that it measures, not what. */
import { expect, it } from 'vitest'
import { runCommand } from '../helpers/program.ts'
import { describeWith } from '../helpers/servers.ts'

async function bench(words: string[], variables: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runCommand(['bench', ...words, '--json'], variables)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return JSON.parse(stdout).sections as { name: string; rows: Record<string, string>[] }[]
}

it('measures documents taken in, starts and questions on the embedded database', async () => {
  const scaled = ['--runs', '1', '--passages', '60']
  const [ingest, start, questions] = await bench(['ingest', 'start', 'questions', ...scaled])
  expect(ingest?.rows.map((row) => Number(row['pages a minute']))).toEqual([
    expect.any(Number),
    expect.any(Number),
  ])
  expect(start?.rows.map((row) => row.start)).toEqual(['the very first', 'later'])
  expect(questions?.rows[0]).toMatchObject({ database: 'embedded', passages: expect.any(Number) })
})

it('has every teacher of a crowd answered, and says how long they waited beyond the limit', async () => {
  const [crowd] = await bench(['crowd', '--teachers', '40', '--seconds', '1'])
  expect(crowd?.rows).toEqual([
    expect.objectContaining({
      ...{ database: 'embedded', answered: 40, messages: 40, 'refused with 429': 0 },
      'longest, s': expect.stringMatching(/^\d+\.\d$/),
    }),
  ])
})

it('measures a broadcast beside the loops that people write', async () => {
  const [broadcast] = await bench(['broadcast', '--people', '90', '--chats', '60'])
  const [own, asked, ...loops] = broadcast?.rows ?? []
  expect(asked).toMatchObject({ delivered: 90, lost: 0, 'refused with 429': 0 })
  expect(own).toMatchObject({ delivered: 90, lost: 0, 'refused with 429': 0, state: 'ended' })
  expect(loops.map((row) => row.people)).toEqual([60, 60, 60, 60])
})

describeWith('TEST_DATABASE_URL', (url) => {
  it('has two workers send a broadcast together, with no refusal', async () => {
    const words = ['broadcast', '--people', '90', '--chats', '3']
    const [broadcast] = await bench(words, { DATABASE_URL: url })
    expect(broadcast?.rows[1]).toMatchObject({ delivered: 90, lost: 0, 'refused with 429': 0 })
  })

  it('has a crowd answered there, too', async () => {
    const words = ['crowd', '--teachers', '20', '--seconds', '1']
    const [crowd] = await bench(words, { DATABASE_URL: url })
    expect(crowd?.rows.map(({ database, answered }) => [database, answered])).toEqual([
      ['embedded', 20],
      ['PostgreSQL', 20],
    ])
  })

  it('measures in a database of its own on a server, and leaves none', async () => {
    const words = ['questions', '--runs', '1', '--passages', '60']
    const [questions] = await bench(words, { DATABASE_URL: url })
    expect(questions?.rows[0]).toMatchObject({ database: 'PostgreSQL' })
  })
})
