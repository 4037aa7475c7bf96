import { expect, it } from 'vitest'
import { openTestReader } from '../../helpers/reading.ts'

const read = openTestReader()

it('shows what a browser shows, less navigation and scripts', async () => {
  const page =
    '<!DOCTYPE html><html><head><title>Приказ</title><style>p{}</style></head><body><nav>Меню</nav><h1>Приказ</h1>' +
    '<p>от <b>01.09.2026</b>&nbsp;№&nbsp;5<br>город</p><ol start="3"><li>Утвердить</li><li>Назначить</li></ol>' +
    '<p style="display:none">тайна</p><script>alert(1)</script></body></html>'
  expect(await read.lines('приказ.html', page)).toEqual([
    'Приказ',
    'от 01.09.2026 № 5\nгород',
    '3. Утвердить',
    '4. Назначить',
  ])
})

it('gives cells that span rows and columns to all of them', async () => {
  const page =
    '<table><tr><th>№<th>Что<th>Кто</tr><tr><td colspan=3>Раздел</td></tr><tr><td>1</td><td>Семинар</td><td rowspan=2>ЦРО</td></tr><tr><td>2</td><td>Конкурс</td></tr></table>'
  expect(await read.lines('план.htm', page)).toEqual([
    '№ | Что | Кто',
    'Раздел | <Раздел | <Раздел',
    '1 | Семинар | ЦРО',
    '2 | Конкурс | ^ЦРО',
  ])
})

it('believes the charset that is declared, and reads a page that is called .doc', async () => {
  const head = Buffer.from('<html><head><meta charset="windows-1251"></head><body><p>')
  const word = Buffer.from([0xcf, 0xf0, 0xe8, 0xea, 0xe0, 0xe7])
  expect(await read.lines('приказ.doc', Buffer.concat([head, word]))).toEqual(['Приказ'])
})
