import { expect, it, onTestFinished } from 'vitest'
import { createStatistics } from '../../rag/statistics.ts'
import { openIndexed } from '../helpers/indexed.ts'

it('knows as many passages with each word as are counted anew, whatever came and went', async () => {
  const { database, add, close } = await openIndexed({ samples: false })
  onTestFinished(close)
  const { pool } = database
  const kept = createStatistics(pool)
  const counts = async (source = kept) => {
    const { passages, vocabulary } = await source.current()
    return { passages, vocabulary: [...vocabulary] }
  }
  const inFull = () => counts(createStatistics(pool))
  await add('решение.txt', 'Решение\nгорода Читы\n1. Педагог сдаёт отчёт.\n2. Отчёт читают.')
  expect(await counts()).toEqual(await inFull())
  await add('приказ.txt', 'Приказ\nгорода Читы\n1. Наставник ведёт дневник.')
  expect(await counts()).toEqual(await inFull())
  await pool.query(`update editions set status = 'archived' where source = 'решение.txt'`)
  expect(await counts()).toEqual(await inFull())
  await pool.query(`delete from editions where source = 'приказ.txt'`)
  expect(await counts()).toEqual({ passages: 0, vocabulary: [] })
  await pool.query(`update editions set status = 'current'`)
  expect(await counts()).toEqual(await inFull())
})
