import { expect, it } from 'vitest'
import { walk } from '../helpers/desk-walk.ts'

/** `SEED=…` walks one's own way. */
const seed = Number(process.env.SEED ?? 4)

it.each([
  { seed, steps: 40, inGroup: true },
  { seed, steps: 40, inGroup: false },
])(
  'keeps states, cards and messages as the model says: %o',
  async (given) => {
    await expect(walk(given)).resolves.toBeUndefined()
  },
  60_000,
)
