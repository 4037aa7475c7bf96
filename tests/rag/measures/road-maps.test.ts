/** The real road maps, row by row; their rows are not copied here, but what is to be made of them is. */
import { describe, expect, it } from 'vitest'
import { keysOf, measuresOf, whenOf } from '../../helpers/measures.ts'
import { openTestReader } from '../../helpers/reading.ts'
import { hasShared, sharedDocument } from '../../helpers/shared.ts'

const reader = openTestReader()

async function read(start: string) {
  const { name, bytes } = sharedDocument(start)
  return measuresOf(await reader.document(name, bytes), name)
}

describe.skipIf(!hasShared)('a real road map', () => {
  it('has every deadline of the one whose deadlines stand last', async () => {
    const { measures } = await read('002')
    const rows = measures.filter(({ clause }) => clause.startsWith('Дорожная карта'))
    expect(rows.map(whenOf)).toEqual([
      ...['2021-08-20', '2021-08-20', '2021-08-31', '2021-08-31'],
      ...['2021-09-20', '2021-10-01', '2021-10-01', 'always', 'always 2021-11-01'],
    ])
    expect(rows.every(({ responsible, result }) => responsible !== '' && result !== '')).toBe(true)
    const others = measures.filter((one) => !rows.includes(one))
    expect(others.map((one) => [one.clause, whenOf(one)])).toEqual([
      ['Положение, п. 6.2', 'yearly'],
    ])
  })

  it('has who answers and with what result, tags aside', async () => {
    const { measures } = await read('002')
    const rows = measures.filter(({ clause }) => clause.startsWith('Дорожная карта'))
    const [centre, department] = ['мку центр развит образован', 'департамент образован']
    const whose = rows.map((row) => keysOf(row)[0]?.slice(0, 28).trim())
    expect(whose).toEqual([
      ...[centre, centre, `${department} и моло`, `${department} и моло`, centre],
      ...[`${department} и моло`, `${department} и моло`, centre, centre],
    ])
    expect(keysOf(rows[7])).toHaveLength(2)
    expect(rows.map(({ result }) => result).join(' ')).not.toMatch(/[<>]/)
  })

  it('has every deadline of the one by sections, where a row is missing', async () => {
    const { measures, until } = await read('004')
    expect(until).toBe('2022-12-31')
    expect(measures.map((one) => [Number(one.clause.match(/\d+$/)?.[0]), whenOf(one)])).toEqual([
      [1, '2021-10-01..2021-11-30'],
      [2, '2021-09-01..2021-10-31'],
      [3, 'yearly'],
      [4, '2021-10-01..2021-10-31'],
      [5, '2021-09-01..2021-12-31'],
      [6, 'always'],
      ...[7, 8, 9, 10, 11].map((row) => [row, 'yearly']),
      [13, '2022-01-01..2022-02-28'],
      [14, '2022-01-01..2022-03-31'],
      [15, '2021-09-01..2021-11-30'],
      [16, '2021-11-01..2022-02-28'],
      [17, '2022-01-01..2022-03-31'],
      [18, '2021-12-01..2021-12-31'],
      [19, 'always'],
      [20, 'quarterly'],
      [21, '2022-03-01..2022-12-31'],
      [22, '2022-09-01..2022-10-31'],
      [23, '2021-10-01..2021-12-31'],
      [24, 'always'],
    ])
  })

  it('has who answers, result and section of each row', async () => {
    const { measures } = await read('004')
    const whole = measures.filter((one) => one.responsible && one.result && one.section)
    expect(whole).toHaveLength(23)
    expect(new Set(measures.map(({ section }) => section)).size).toBe(4)
    expect(keysOf(measures.find(({ clause }) => clause.endsWith(' 9')))).toEqual([
      'мбоу дпо мц',
      'департамент образован',
    ])
    expect(measures.filter(({ responsible }) => responsible === 'МБОУ ДПО МЦ')).toHaveLength(19)
  })

  it('has the deadlines of decisions', async () => {
    const one = await read('000')
    expect(one.measures.map((each) => [each.clause, whenOf(each)])).toEqual([
      ['Решение, п. 2', '2020-01-01..2021-12-31'],
      ['Решение, п. 3', '2020-10-01'],
    ])
    const other = await read('001')
    const year = '2018-09-01..2019-08-31'
    expect(other.measures.map((each) => [each.clause, whenOf(each)])).toEqual([
      ['Решение, п. 4.1', year],
      ['Решение, п. 4.2', year],
      ['Решение, п. 5', year],
    ])
  })
})
