import { expect, it } from 'vitest'
import { walk } from '../helpers/desk-walk.ts'

const STEPS = 150
/** `SEED=…` walks one's own way, the one that a failure has named. */
const seeds = process.env.SEED ? [Number(process.env.SEED)] : [1]

it.each(seeds)(
  'keeps states, cards and messages as the model says over a long walk in a group, seed %i',
  async (seed) => {
    await expect(walk({ seed, steps: STEPS, inGroup: true })).resolves.toBeUndefined()
  },
)

it.each(seeds)(
  'keeps them as the model says over a long walk without a group, seed %i',
  async (seed) => {
    await expect(walk({ seed, steps: STEPS, inGroup: false })).resolves.toBeUndefined()
  },
)
