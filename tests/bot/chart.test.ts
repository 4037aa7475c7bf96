import { expect, it } from 'vitest'
import { drawBars, svgOf } from '../../bot/chart.ts'
import { chartOf } from '../../bot/diagnostics-progress.ts'
import { shareOf } from '../../bot/diagnostics-share.ts'

const school = (number: number, passed: number, all = 20) => ({
  ...{ id: number, name: `Школа № ${number}`, short_names: [], territory: 'Озёрный' },
  ...{ staff: all, heads: 0, listed: passed, said: 0 },
})
const nobody = { listed: 0, said: 0 }
const chart = (institutions: ReturnType<typeof school>[]) =>
  chartOf({ title: 'Кто прошёл', made: null, share: shareOf({ institutions, elsewhere: nobody }) })

it('draws a picture as wide as a phone shows it, with letters from its own fonts', async () => {
  const named = await drawBars(chart([school(1, 5)]))
  const nameless = await drawBars({ title: '', notes: [], bars: [] })
  expect(named.subarray(1, 4).toString()).toBe('PNG')
  expect(named.readUInt32BE(16)).toBe(1080)
  expect(named.length).toBeGreaterThan(nameless.length + 5000)
})

it('writes names and shares as people read them, whatever is in them', () => {
  const svg = svgOf({
    ...{ title: 'Доля <b> & «так»', notes: [] },
    bars: [{ name: 'МБОУ «СОШ № 4» & "лицей"\u0000', share: 2, label: '40 из 20' }],
  })
  expect(svg).toContain('МБОУ «СОШ № 4» &amp; "лицей"</text>')
  expect(svg).toContain('Доля &lt;b&gt; &amp; «так»')
})

it('shows of many institutions the highest and the lowest, and says so', () => {
  const { bars, notes } = chart(Array.from({ length: 90 }, (_, index) => school(index, index, 100)))
  expect(bars).toHaveLength(40)
  expect([bars[0], bars[39]]).toMatchObject([{ share: 0.89 }, { share: 0 }])
  expect(notes.join()).toContain('Показаны 40 из 90 учреждений')
})

it('counts only those who can be in the denominator, and says whom it left out', () => {
  const institutions = [school(1, 5), school(2, 3, 0), school(3, 30)]
  const share = shareOf({ institutions, elsewhere: { listed: 1, said: 1 } })
  expect(share).toMatchObject({ passed: 35, staff: 40, share: 0.875, elsewhere: 2, tooMany: 1 })
  expect(share.unknown).toEqual({ institutions: 1, passed: 3 })
  expect(shareOf({ institutions: [school(2, 3, 0)], elsewhere: nobody }).share).toBeNull()
})
