import { describe, expect, it } from 'vitest'
import { instance, list, makeDocx, numbered, p, r, table, tc } from '../../helpers/docx.ts'
import { fixture, openTestReader } from '../../helpers/reading.ts'

const read = openTestReader()
const lines = (xml: Parameters<typeof makeDocx>[0]) => read.lines('положение.docx', makeDocx(xml))

describe('automatic numbers', () => {
  const clauses = list(1, [
    ['decimal', '%1.'],
    ['decimal', '%1.%2.'],
    ['decimal', '%1.%2.%3.'],
  ])

  it('counts levels and begins an inner level anew under each outer item', async () => {
    const body = [0, 1, 2, 2, 1, 0, 1, 2].map((level) => p('текст', numbered(1, level))).join('')
    expect(await lines({ body, numbering: clauses + instance(1, 1) })).toEqual(
      ['1.', '1.1.', '1.1.1.', '1.1.2.', '1.2.', '2.', '2.1.', '2.1.1.'].map(
        (number) => `${number} текст`,
      ),
    )
  })

  it('writes Russian letters, Roman numerals, bullets and plain text as Word does', async () => {
    const numbering = ['russianLower', 'upperRoman', 'lowerLetter', 'bullet', 'none', 'decimalZero']
      .map(
        (format, i) =>
          list(i, [[format, format === 'bullet' ? '\uf0b7' : '%1)']]) + instance(i + 1, i),
      )
      .join('')
    const body = [1, 1, 2, 2, 3, 4, 6].map((id) => p('пункт', numbered(id))).join('')
    expect(await lines({ body, numbering })).toEqual(
      ['а)', 'б)', 'I)', 'II)', 'a)', '•', '01)'].map((number) => `${number} пункт`),
    )
  })

  it('skips the letters that Russian lists leave out', async () => {
    const body = Array.from({ length: 30 }, () => p('x', numbered(1))).join('')
    const found = await lines({
      body,
      numbering: list(1, [['russianLower', '%1']]) + instance(1, 1),
    })
    expect(found.map((line) => line.slice(0, -2)).join('')).toBe('абвгдежзиклмнопрстуфхцчшщэюяаабб')
  })

  it('restarts where an instance overrides the start, and goes on where it does not', async () => {
    const again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    const numbering = clauses + instance(1, 1) + instance(2, 1) + instance(3, 1, again)
    const body = [1, 1, 2, 3, 3].map((id) => p('текст', numbered(id))).join('')
    const numbers = (await lines({ body, numbering })).map((line) => line.split(' ')[0])
    expect(numbers).toEqual(['1.', '2.', '3.', '1.', '2.'])
  })

  it('takes numbers from styles and their ancestors, and lets a paragraph refuse them', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Пункт"/><w:basedOn w:val="A"/></w:style>'
    const levels = list(1, [
      ['decimal', '%1.', '<w:pStyle w:val="A"/>'],
      ['decimal', '%1.%2.', '<w:pStyle w:val="B"/>'],
    ])
    const none = '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    const body =
      p('Раздел', '<w:pStyle w:val="A"/>') +
      p('пункт', '<w:pStyle w:val="B"/>') +
      p('без номера', none)
    expect(await lines({ body, styles, numbering: levels + instance(1, 1) })).toEqual([
      '1. Раздел',
      '1.1. пункт',
      'без номера',
    ])
  })

  it('writes legal numbering in decimals and obeys what follows the number', async () => {
    const levels = list(1, [
      ['upperRoman', 'Раздел %1', '<w:suff w:val="space"/>'],
      ['decimal', '%1.%2', '<w:isLgl/><w:suff w:val="nothing"/>'],
    ])
    const body = p('Общее', numbered(1)) + p('пункт', numbered(1, 1))
    expect(await lines({ body, numbering: levels + instance(1, 1) })).toEqual([
      'Раздел I Общее',
      '1.1пункт',
    ])
  })

  it('keeps counting a level that is told never to restart', async () => {
    const levels = list(1, [
      ['decimal', '%1.'],
      ['decimal', 'п. %2', '<w:lvlRestart w:val="0"/>'],
    ])
    const body = [0, 1, 1, 0, 1].map((level) => p('т', numbered(1, level))).join('')
    expect((await lines({ body, numbering: levels + instance(1, 1) })).at(-1)).toBe('п. 3 т')
  })
})

describe('tables', () => {
  it('gives merged cells to every row and column they cover', async () => {
    const head = [tc('№'), tc('Мероприятие'), tc('Кто')]
    const section = [tc('Раздел', '<w:gridSpan w:val="3"/>')]
    const first = [tc('1'), tc('Семинар'), tc('ЦРО', '<w:vMerge w:val="restart"/>')]
    const second = [tc('2'), tc('Конкурс'), tc('', '<w:vMerge/>')]
    expect(await lines({ body: table(head, section, first, second) })).toEqual([
      '№ | Мероприятие | Кто',
      'Раздел | <Раздел | <Раздел',
      '1 | Семинар | ЦРО',
      '2 | Конкурс | ^ЦРО',
    ])
  })

  it('shows row numbers that Word computes in cells with no text', async () => {
    const row = (name: string) => [tc(p('', numbered(1))), tc(name)]
    const numbering = list(1, [['decimal', '%1.']]) + instance(1, 1)
    expect(await lines({ body: table(row('Семинар'), row('Конкурс')), numbering })).toEqual([
      '1. | Семинар',
      '2. | Конкурс',
    ])
  })

  it('reads a table of one cell as a page, and a nested table as lines of its cell', async () => {
    const inner = table([tc('а'), tc('б')])
    const body =
      table([tc(p('Штамп') + p('второй абзац'))]) + table([tc('1'), tc(inner + p('после'))])
    expect(await lines({ body })).toEqual(['Штамп', 'второй абзац', '1 | а | б\nпосле'])
  })
})

describe('what is on the page', () => {
  it('keeps insertions and leaves out deletions, hidden text and field codes', async () => {
    const body = p(
      `<w:ins>${r('до ')}</w:ins><w:del><w:r><w:delText>01.09 </w:delText></w:r></w:del>${r('скрыто', '<w:vanish/>')}` +
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' +
        `${r('15.12.2026')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    )
    expect(await lines({ body })).toEqual(['до 15.12.2026'])
  })

  it('joins a paragraph to the next where the mark between them was deleted', async () => {
    const body = p('Центр обязан ', '<w:rPr><w:del/></w:rPr>') + p('провести семинар.')
    expect(await lines({ body })).toEqual(['Центр обязан провести семинар.'])
  })

  it('keeps a footnote with its paragraph', async () => {
    const footnotes = `<w:footnote w:id="2">${p('Размер устанавливает директор.')}</w:footnote>`
    const body = p(
      `${r('Тьютор получает доплату')}<w:r><w:footnoteReference w:id="2"/></w:r>${r('.')}`,
    )
    expect(await lines({ body, footnotes })).toEqual([
      'Тьютор получает доплату. [Размер устанавливает директор.]',
    ])
  })

  it('reads a text box once, though it is written twice', async () => {
    const box = `<w:txbxContent>${p('Приложение 1')}</w:txbxContent>`
    const both = `<w:r><mc:AlternateContent><mc:Choice><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`
    expect(await lines({ body: p(`${both}${r('ПОЛОЖЕНИЕ')}`) })).toEqual([
      'Приложение 1',
      'ПОЛОЖЕНИЕ',
    ])
  })

  it('drops soft hyphens and keeps hyphens, tabs and line breaks', async () => {
    const body = p(
      `${r('науч\u00adно')}<w:r><w:noBreakHyphen/><w:t>методический</w:t><w:softHyphen/><w:tab/><w:t>центр</w:t><w:br/><w:t>города</w:t></w:r>`,
    )
    expect(await lines({ body })).toEqual(['научно-методический\tцентр\nгорода'])
  })

  it('tells headings, bold and centred paragraphs', async () => {
    const body = p(r('ПРИКАЗ', '<w:b/>'), '<w:outlineLvl w:val="0"/><w:jc w:val="center"/>')
    const { blocks } = await read.document('a.docx', makeDocx({ body }))
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'ПРИКАЗ', level: 1, bold: true, centred: true },
    ])
  })
})

describe('the sample documents', () => {
  it('shows the regulation with every number of its clauses', async () => {
    const found = await read.lines(
      'a.docx',
      fixture('corpus/polozhenie-o-metodicheskoj-sluzhbe.docx'),
    )
    expect(found).toContain('3. Структура')
    expect(found.find((line) => line.startsWith('3.1.4. площадки'))).toBeDefined()
    expect(found.find((line) => line.startsWith('3.2. '))).toContain('[Размер доплаты')
    expect(found.find((line) => line.startsWith('6. | «Классный час»'))).toContain(
      '^МБОУ Гимназия «Ключ»',
    )
  })

  it('shows the road map with sixteen numbered measures and one without a number', async () => {
    const found = await read.lines('a.docx', fixture('corpus/dorozhnaya-karta.docx'))
    expect(found.filter((line) => /^\d+\. \| /.test(line))).toHaveLength(16)
    expect(found.filter((line) => line.startsWith(' | '))).toHaveLength(1)
    expect(found.filter((line) => line.includes(' | <'))).toHaveLength(5)
  })
})
