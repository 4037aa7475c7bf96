import { expect, it } from 'vitest'
import { ModelAnswerError, ModelUnavailableError } from '../../rag/model.ts'
import { createRest, restingVectors } from '../../rag/rest.ts'
import type { Vectors } from '../../rag/vectors.ts'

const patience = { firstMs: 1, betweenMs: 1, totalMs: 1 }

/** A service that does what the script says, one word for each call. */
function service(script: ('works' | 'away' | 'nonsense')[]) {
  const time = { now: 0 }
  let calls = 0
  const vectors: Vectors = async (texts) => {
    calls += 1
    const said = script.shift()
    if (said === 'away') throw new ModelUnavailableError('timeout', 'away')
    if (said === 'nonsense') throw new ModelAnswerError('nonsense', 'nonsense')
    return texts.map(() => [1])
  }
  const rest = createRest({ failures: 2, restMs: 1_000, now: () => time.now })
  const resting = restingVectors(vectors, rest)
  const ask = () => resting(['вопрос'], { patience }).catch((error) => error.reason)
  return { ask, time, calls: () => calls }
}

it('does not ask a service that failed twice in a row, until it has rested', async () => {
  const { ask, time, calls } = service(['away', 'away', 'works'])
  expect([await ask(), await ask(), await ask()]).toEqual(['timeout', 'timeout', 'rest'])
  expect(calls()).toBe(2)
  time.now = 1_000
  expect(await ask()).toEqual([[1]])
  expect(await ask()).toEqual([[1]])
})

it('lets the service rest again when it fails after its rest', async () => {
  const { ask, time, calls } = service(['away', 'away', 'away'])
  await ask()
  await ask()
  time.now = 1_000
  expect([await ask(), await ask()]).toEqual(['timeout', 'rest'])
  expect(calls()).toBe(3)
})

it('goes on asking a service that is there, whatever it says', async () => {
  const { ask } = service(['away', 'works', 'away', 'nonsense', 'away', 'works'])
  for (const _ of [1, 2, 3, 4, 5]) await ask()
  expect(await ask()).toEqual([[1]])
})
