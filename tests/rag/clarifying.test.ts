import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

let indexed: Indexed
beforeAll(async () => {
  indexed = await openIndexed({ samples: false })
  await indexed.add('урок.txt', contest('Урок года', '1 октября', 'пяти'))
  await indexed.add('час.txt', contest('Классный час', '5 ноября', 'семи'))
})
afterAll(() => indexed.close())

const contest = (name: string, date: string, jury: string) =>
  `Утверждено приказом Управления образования города Озёрный от 01.09.2026 № 12
ПОЛОЖЕНИЕ о муниципальном конкурсе «${name}»

1. Общие положения
1.1. Конкурс проводится для педагогов города Озёрный.
1.2. Заявки на участие в конкурсе подаются в методический центр до ${date} 2026 года.
2. Жюри
2.1. Жюри конкурса состоит из ${jury} человек.
`

const ask = (text: string, editionId?: number) =>
  indexed.rag.answer({
    text,
    municipality: 'Озёрный',
    now: NOW,
    ...(editionId ? { editionId } : {}),
  })

it('asks which document is meant where two say something else of the same thing', async () => {
  const asked = await ask('До какого числа подаются заявки на участие в конкурсе?')
  expect(asked).toMatchObject({
    kind: 'clarify',
    text: expect.stringContaining('разные документы'),
  })
  const options = asked.kind === 'clarify' ? asked.options : []
  expect(options.map(({ label }) => label).sort()).toEqual([
    'Положение о муниципальном конкурсе «Классный час»',
    'Положение о муниципальном конкурсе «Урок года»',
  ])
  const lesson = options.find(({ label }) => label.includes('Урок'))
  const answer = await ask(
    'До какого числа подаются заявки на участие в конкурсе?',
    lesson?.editionId,
  )
  expect(answer).toMatchObject({ kind: 'answered', text: expect.stringContaining('1 октября') })
})

it('does not ask where the question names the document', async () => {
  const answer = await ask('До какого числа подаются заявки на участие в конкурсе «Классный час»?')
  expect(answer).toMatchObject({ kind: 'answered', text: expect.stringContaining('5 ноября') })
})

it('shows a fragment of a list with what the list begins with', async () => {
  await indexed.add(
    'приказ.txt',
    `Управление образования города Озёрный
Приказ от 01.10.2026 № 40
О направлении на курсы

1. Руководителям образовательных организаций:
1.1. возмещать работникам расходы на проезд к месту обучения в течение трёх рабочих дней;
1.2. хранить копии удостоверений пять лет.
`,
  )
  const answer = await ask('В какой срок возмещают расходы на проезд к месту обучения?')
  expect(answer).toMatchObject({
    kind: 'answered',
    text: expect.stringMatching(/^Руководителям образовательных организаций: возмещать работникам/),
  })
})
