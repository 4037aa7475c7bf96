import { expect, it } from 'vitest'
import { givenKey } from '../../rag/api-key.ts'
import { createChatModel } from '../../rag/openai.ts'
import { rewriteQuestion } from '../../rag/rewrite.ts'
import type { Reply } from '../helpers/model-server.ts'
import { chat, startModelServer } from '../helpers/model-server.ts'

async function rewritten(reply: Reply) {
  const server = await startModelServer()
  server.says(reply)
  const model = createChatModel(
    { baseUrl: server.baseUrl, key: givenKey('k'), attempts: 1 },
    { model: 'm' },
  )
  const previous = {
    text: 'До какого числа сдать план наставникам?',
    answer: 'До 1 октября. Ответственный: Кедрова И.В.',
  }
  const question = await rewriteQuestion({
    chat: model,
    question: 'а для молодых педагогов?',
    previous,
  })
  return { question, sent: server.requests.map(({ raw }) => raw).join() }
}

it('makes a whole question of a follow-up', async () => {
  const { question, sent } = await rewritten(
    chat('До какого числа сдать план для молодых педагогов?'),
  )
  expect(question).toBe('До какого числа сдать план для молодых педагогов?')
  expect(sent).not.toContain('Кедрова')
})

it('puts names back', async () => {
  const { question } = await rewritten(chat('[ИМЯ 1] отвечает и для молодых педагогов?'))
  expect(question).toBe('Кедрова И.В. отвечает и для молодых педагогов?')
})

it.each([
  ['facts that nobody said', chat('До какого числа сдать план для молодых педагогов в 2022 году?')],
  ['another question', chat('Какая погода завтра в столице нашей родины?')],
  ['an answer of many lines', chat('План сдать.\nДо 1 октября.')],
  ['a made-up placeholder', chat('План сдать [ИМЯ 9]?')],
  ['nothing', chat('')],
  ['a failure', { kind: 'status', status: 500 }],
] satisfies [string, Reply][])('does not take %s for the question', async (_what, reply) => {
  expect((await rewritten(reply)).question).toBeNull()
})
