/** A file that cannot be read gets its own answer from the bot, and changes nothing. */
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { makeDocx, p } from '../helpers/docx.ts'
import type { Person } from '../helpers/telegram.ts'
import { rowsOf } from '../helpers/traces.ts'

let app: TestBot
let methodist: Person

beforeAll(async () => {
  app = await startBot({ documents: true })
  methodist = await app.person('Марта', 'methodist')
})
afterAll(() => app.close())

const text = (content: string) => Buffer.from(content)
const encrypted = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from('EncryptedPackage', 'utf16le'),
  Buffer.alloc(512),
])
const scan = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj
4 0 obj<</Length 58>>stream
q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`

async function indexRows(): Promise<string[]> {
  const rows = await rowsOf(app.database)
  return rows.filter((row) => /^public\.(documents|editions|passages|abbreviations)/.test(row))
}

it.each([
  ['<b>пробелы</b> & "_*.txt', text(' \n \n'), /«<b>пробелы<\/b> & "_\*\.txt» пуст/],
  ['большой.pdf', Buffer.alloc(21 * 1024 * 1024), /больше 20 МБ/],
  ['закрыт.docx', encrypted, /защищён паролем/],
  ['битый.docx', makeDocx({ body: p('текст') }).subarray(0, 300), /повреждён/],
  ['битый.pdf', text('%PDF-1.7 и ничего'), /повреждён/],
  ['скан.pdf', text(scan), /похоже, это скан/],
  [
    'бомба.docx',
    zipSync({ 'word/document.xml': new Uint8Array(70e6) }),
    /слишком велик в развёрнутом виде/,
  ],
  ['../../etc/passwd\u202e', Buffer.from('7f454c4602010100', 'hex'), /не похож ни на один/],
] as const)(
  'refuses «%s» and changes nothing',
  async (name, bytes, answer) => {
    const before = await indexRows()
    methodist.sendsFile({ name, bytes })
    const refusal = await methodist.sees(answer, { within: 30_000 })
    expect(refusal.reply_markup).toBeUndefined()
    expect(await indexRows()).toEqual(before)
  },
  60_000,
)

it('says so at once when Telegram does not give the file', async () => {
  for (const [description, answer] of [
    ['Bad Request: file is too big', /больше 20 МБ/],
    ['Bad Request: wrong file_id or the file is temporarily unavailable', /не удалось получить/],
  ] as const) {
    app.telegram.api.fault({ method: 'getFile', kind: 'error', code: 400, description })
    methodist.sendsFile({ name: 'Приказ.txt', bytes: text('1. Текст.') })
    await methodist.sees(answer)
  }
})

it('indexes a document with halves of signs and markup in it, and cites it as text', async () => {
  const body = `<html><body><p>Приказ от 01.09.2026 № 5</p><p>Об утверждении Положения &#55357; &#0; о наставничестве</p>
<p>1. Общие положения</p><p>1.1. Наставник &lt;b&gt;назначается&lt;/b&gt; &amp;amp; утверждается приказом 👍 не позднее 10 сентября &#xD800;.</p></body></html>`
  methodist.sendsFile({ name: 'Наставник.html', bytes: text(body) })
  await methodist.sees(/Наставник\.html/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Документ добавлен/)
  methodist.says('Когда назначается наставник?')
  await methodist.sees(/не позднее 10 сентября/)
})
