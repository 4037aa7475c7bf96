import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

let indexed: Indexed

const decision = (town: string, day: string) => `РЕШЕНИЕ
методического совета города ${town}
от 10.09.2026 № 4

О работе методической службы города ${town}

1. Провести городской фестиваль открытых уроков до ${day}.
2. Руководителям школ направить заявки на фестиваль в методический центр.
3. Контроль за исполнением решения оставляю за собой.
`

beforeAll(async () => {
  indexed = await openIndexed({ samples: false })
  await indexed.add('north.txt', decision('Северогорска', '01.12.2026'), {
    territory: 'Северогорск',
  })
  await indexed.add('south.txt', decision('Южнореченска', '15.12.2026'), {
    territory: 'Южнореченск',
  })
})
afterAll(() => indexed.close())

const QUESTION = 'до какого числа провести городской фестиваль открытых уроков?'

describe('documents of several municipalities', () => {
  it('asks which one is meant when the asker has not said', async () => {
    const outcome = await indexed.rag.answer({ text: QUESTION, now: NOW })
    expect(outcome).toMatchObject({
      kind: 'clarify',
      options: [{ municipality: expect.any(String) }, { municipality: expect.any(String) }],
    })
  })

  it("answers from the asker's own", async () => {
    const { citations } = await answered({ municipality: 'Южнореченск' })
    expect(citations.map(({ source }) => source)).not.toContain('north.txt')
    expect(citations[0]!.quote).toContain('15.12.2026')
  })

  it('lets the one that the question names win', async () => {
    const { citations } = await answered({
      municipality: 'Южнореченск',
      text: `${QUESTION} интересует северогорский`,
    })
    expect(citations[0]!.quote).toContain('01.12.2026')
  })

  it('never cites an edition that was superseded', async () => {
    await indexed.add('south-2.txt', decision('Южнореченска', '20.12.2026'), {
      territory: 'Южнореченск',
      replaces: 'south.txt',
    })
    const { citations } = await answered({ municipality: 'Южнореченск' })
    expect(citations.map(({ source }) => source)).toEqual(expect.not.arrayContaining(['south.txt']))
    expect(citations[0]!.quote).toContain('20.12.2026')
  })
})

async function answered({
  text = QUESTION,
  municipality,
}: {
  text?: string
  municipality: string
}) {
  const outcome = await indexed.rag.answer({ text, municipality, now: NOW })
  if (!('citations' in outcome)) throw new Error(`${outcome.kind}: ${outcome.text}`)
  return outcome
}
