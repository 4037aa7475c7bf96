import { it } from 'vitest'
import { tellTheWholeStory } from './story.ts'

it('answers from documents and through a tutor with nothing but a folder', async () => {
  await tellTheWholeStory({})
}, 120_000)
