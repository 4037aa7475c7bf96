import { zipSync } from 'fflate'
import { afterAll, expect, it } from 'vitest'
import { UnreadableFileError } from '../../../rag/readers/errors.ts'
import { openReader, readFile } from '../../../rag/readers/read.ts'
import { makeDocx, p, table, tc } from '../../helpers/docx.ts'

const reader = openReader()
afterAll(() => reader.close())

/** The reason and the message of a refusal. */
async function refusal(name: string, bytes: Uint8Array): Promise<[string, string]> {
  const error = await reader.read({ name, bytes }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof UnreadableFileError)) throw new Error(`not refused: ${String(error)}`)
  return [error.reason, error.message]
}

const text = (content: string) => Buffer.from(content)
/** A PDF with a page for each content stream. */
function pdf(...contents: string[]): Uint8Array {
  const font = '<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>'
  const pages = contents.map((content, i) => {
    const page = `${i * 2 + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources${font}/Contents ${i * 2 + 4} 0 R>>endobj\n`
    return `${page}${i * 2 + 4} 0 obj<</Length ${content.length}>>stream\n${content}\nendstream endobj\n`
  })
  const kids = contents.map((_, i) => `${i * 2 + 3} 0 R`).join(' ')
  const head = `1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[${kids}]/Count ${contents.length}>>endobj\n`
  return text(`%PDF-1.4\n${head}${pages.join('')}trailer<</Root 1 0 R>>\n%%EOF`)
}
const PICTURE = 'q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q'
const WORDS = `BT /F 12 Tf 50 700 Td (${'Letter of the centre. '.repeat(6)}) Tj ET`
const OLE = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from('EncryptedPackage', 'utf16le'),
  Buffer.alloc(512),
])

it.each([
  [
    'пустой.docx',
    Buffer.alloc(0),
    'empty',
    'Файл «пустой.docx» пуст: в нём нет текста. Проверьте его и пришлите заново.',
  ],
  ['пробелы.txt', text(' \n\n '), 'empty', 'пуст'],
  [
    'большой.pdf',
    Buffer.alloc(25 * 1024 * 1024),
    'too-large',
    'Файл «большой.pdf» больше 20 МБ. Уберите из него рисунки или разделите документ на части.',
  ],
  [
    'скан.pdf',
    pdf(PICTURE),
    'scan',
    'В файле «скан.pdf» нет текста: похоже, это скан. Распознайте его или пришлите исходный документ.',
  ],
  [
    'закрыт.docx',
    OLE,
    'encrypted',
    'Файл «закрыт.docx» защищён паролем. Снимите защиту и пришлите его заново.',
  ],
  ['вопросы.txt', text('{"id":"1","question":"Когда педсовет?"}\n'), 'unsupported', 'вопросы.txt'],
  [
    'фото.pdf',
    Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]),
    'unsupported',
    'не похож ни на один из документов',
  ],
  [
    'архив.zip',
    zipSync({ 'a.txt': text('текст') }),
    'unsupported',
    'Пришлите DOCX, DOC, PDF с текстом, RTF, TXT, MD, XLSX или HTML.',
  ],
  [
    'битый.docx',
    makeDocx({ body: p('текст') }).subarray(0, 300),
    'damaged',
    'Файл «битый.docx» повреждён, прочитать его не удалось.',
  ],
  [
    'обрыв.docx',
    zipSync({ 'word/document.xml': text('<w:document><w:body><w:p>') }),
    'damaged',
    'повреждён',
  ],
  ['битый.pdf', text('%PDF-1.7 и больше ничего'), 'damaged', 'повреждён'],
  [
    'программа.txt',
    Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
    'unsupported',
    'не похож',
  ],
])('refuses %s and says what to do', async (name, bytes, reason, message) => {
  const [found, said] = await refusal(name, bytes)
  expect(found).toBe(reason)
  expect(said).toContain(message)
})

it('refuses a scan with a typed covering letter, and reads a letter with one picture', async () => {
  expect((await refusal('письмо.pdf', pdf(WORDS, PICTURE, PICTURE)))[0]).toBe('scan')
  const read = await reader.read({ name: 'письмо.pdf', bytes: pdf(WORDS, PICTURE) })
  expect(read.blocks[0]).toMatchObject({ text: expect.stringMatching(/^Letter of the centre\./) })
})

it('refuses what inflates to too much, whatever sizes it declares', async () => {
  const bomb = zipSync({ 'word/document.xml': new Uint8Array(70e6) })
  expect(await refusal('бомба.docx', bomb)).toEqual([
    'too-much',
    expect.stringContaining('слишком велик'),
  ])
})

it('refuses XML, RTF and HTML nested without end', async () => {
  const nested = makeDocx({
    body: `${'<w:tbl><w:tr><w:tc>'.repeat(3000)}${'</w:tc></w:tr></w:tbl>'.repeat(3000)}`,
  })
  expect((await refusal('матрёшка.docx', nested))[0]).toBe('too-much')
  expect((await refusal('матрёшка.rtf', text(`{\\rtf1 ${'{'.repeat(5000)}`)))[0]).toBe('too-much')
  expect(
    (
      await refusal('матрёшка.html', text(`<html>${'<div>'.repeat(5000)}x${'</div>'.repeat(5000)}`))
    )[0],
  ).toBe('too-much')
})

it('refuses a table that claims more columns than there is memory for', async () => {
  const row = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr></w:tc><w:tc/></w:tr>'
  expect((await refusal('широкая.docx', makeDocx({ body: `<w:tbl>${row}</w:tbl>` })))[0]).toBe(
    'too-much',
  )
})

it('stops a child that takes too long or too much memory, and goes on with the next file', async () => {
  const file = {
    name: 'долгий.docx',
    bytes: makeDocx({ body: p('слово '.repeat(5)).repeat(60_000) }),
  }
  const hasty = openReader({ timeoutMs: 50 })
  await expect(hasty.read(file)).rejects.toMatchObject({ reason: 'too-much' })
  await expect(hasty.read(file)).rejects.toMatchObject({ reason: 'too-much' })
  await hasty.close()
  await expect(readFile(file, { residentMegabytes: 20 })).rejects.toMatchObject({
    reason: 'too-much',
  })
  const small = openReader({ heapMegabytes: 24 })
  const heavy = table(
    ...Array.from({ length: 40_000 }, (_, i) => [tc(`строка ${i}`), tc('Семинар')]),
  )
  await expect(
    small.read({ name: 'длинная.docx', bytes: makeDocx({ body: heavy }) }),
  ).rejects.toMatchObject({ reason: 'too-much' })
  expect((await small.read({ name: 'a.txt', bytes: text('Приказ о работе центра') })).format).toBe(
    'txt',
  )
  await small.close()
})
