/** A model of this machine in earnest: the package that runs it, a model of a few kilobytes, documents and questions. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findPackage } from '../../rag/local/model-name.ts'
import { createRunner } from '../../rag/local/runner.ts'
import { words } from '../../rag/words.ts'
import { CORPUS } from '../helpers/indexed.ts'
import { runCommand, temporaryFolder } from '../helpers/program.ts'
import { writeTinyModel } from '../helpers/tiny-model.ts'

const packagePath = findPackage()
if (packagePath === null && process.env.CI) throw new Error('CI has no package for local models')
const why = packagePath === null ? ' (skipped: @huggingface/transformers is not installed)' : ''

function tinyModel(vocabulary: readonly string[]) {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  writeTinyModel(join(folder, 'model'), vocabulary)
  return join(folder, 'model')
}

function openRunner(vocabulary: readonly string[]) {
  const folder = tinyModel(vocabulary)
  const setup = { packagePath: packagePath!, model: folder, folder, cacheFolder: folder }
  const runner = createRunner(setup)
  onTestFinished(runner.close)
  return runner
}

const dot = (one: number[], other: number[]) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)

it.skipIf(why)(`gives near texts near vectors of length one${why}`, async () => {
  const runner = openRunner(['школа', 'учитель', 'кот'])
  const texts = ['школа и учитель', 'учитель', 'кот', 'неведомо']
  const [both, near, far, unknown] = await runner.embed(texts, {
    role: 'passage',
    patienceMs: 30_000,
  })
  expect(dot(both!, both!)).toBeCloseTo(1)
  expect(dot(both!, near!)).toBeGreaterThan(dot(both!, far!) + 0.3)
  expect(new Set(unknown)).toEqual(new Set([0]))
})

it.skipIf(why)(`answers a question while thousands of passages wait${why}`, async () => {
  const runner = openRunner(['школа'])
  const passages = Array.from({ length: 5_000 }, (_, index) => `школа ${index} `.repeat(40))
  let done = false
  const background = runner.embed(passages, { role: 'passage', patienceMs: 120_000 })
  const all = background.then((vectors) => {
    done = true
    return vectors
  })
  const [question] = await runner.embed(['школа'], { role: 'query', patienceMs: 30_000 })
  expect([question?.length, done]).toEqual([48, false])
  expect(await all).toHaveLength(passages.length)
})

it.skipIf(why)(`says what is wrong with a folder, and only that${why}`, async () => {
  const runner = createRunner({
    ...{
      packagePath: packagePath!,
      model: '/nowhere',
      folder: '/nowhere',
      cacheFolder: '/nowhere',
    },
  })
  const asked = runner.embed(['школа'], { role: 'query', patienceMs: 30_000 })
  await expect(asked).rejects.toMatchObject({ name: 'ModelRejectedError' })
})

it.skipIf(why)(`indexes documents and finds in them${why}`, async () => {
  const texts = readdirSync(CORPUS).filter((name) => name.endsWith('.txt'))
  const vocabulary = texts.flatMap((name) => words(readFileSync(join(CORPUS, name), 'utf8')))
  const model = tinyModel(vocabulary)
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const variables = {
    ...{ DATA_DIR: folder, EMBEDDING_MODEL: `local:${model}`, CENTRE_NAME: 'Центр' },
    NODE_PATH: process.env.NODE_PATH ?? '',
  }
  const indexed = await runCommand(
    ['ingest', ...texts.map((name) => join(CORPUS, name))],
    variables,
  )
  expect(indexed).toMatchObject({ code: 0 })
  const { stdout } = await runCommand(['search', 'городской методический совет'], variables)
  expect(JSON.parse(stdout).hits[0].text).toMatch(/методическ/i)
  const examined = await runCommand(['doctor'], variables)
  expect(examined.stdout).toMatch(/✓ EMBEDDING_MODEL: local:.*измерений: 48/)
})
