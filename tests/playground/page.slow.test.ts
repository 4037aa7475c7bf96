/** The page in a real browser: what people type, press and see. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bot } from 'grammy'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CastMember } from '../../playground/cast.ts'
import { startEchoBot } from '../helpers/echo-bot.ts'
import { column, hasBrowser, launchBrowser, type PageServer, servePage } from '../helpers/page.ts'

const GROUP = -1_004_000_000_001
const about =
  'Отвечаю на вопросы педагогов по документам муниципалитета, а чего в них нет, передаю тьюторам.'
const CAST: CastMember[] = [
  {
    kind: 'person',
    title: 'Педагог',
    person: { id: 5_000_000_001, first_name: 'Анна', last_name: 'Петрова' },
    about,
    suggestions: ['Кто утверждает маршрут?', 'Сколько часов курсов нужно за три года?'],
  },
  { kind: 'person', title: 'Тьютор', person: { id: 5_000_000_002, first_name: 'Борис' }, about },
  {
    kind: 'group',
    title: 'Группа тьюторов',
    chat: { id: GROUP, type: 'supergroup', title: 'ГТЦ' },
    members: [5_000_000_002, 5_000_000_003],
    about: 'Сюда приходят вопросы, на которые нет ответа в документах.',
  },
  { kind: 'person', title: 'Методист', person: { id: 5_000_000_003, first_name: 'Вера' }, about },
]

describe.skipIf(!hasBrowser)('the page', () => {
  let server: PageServer
  let bot: Bot
  let browser: Browser
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    server = await servePage(CAST)
    bot = await startEchoBot(server.origin, server.token, GROUP)
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1440, height: 860 } })
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(server.origin)
  })

  afterAll(async () => {
    await browser?.close()
    await bot?.stop()
    await server?.close()
  })

  it('offers «Начать» first, then the bot greets and asks for consent', async () => {
    const teacher = column(page, 'Педагог')
    await shot(page, '1-first-sight')
    await teacher.starts()
    await teacher.sees(/согласие на обработку/)
    await teacher.presses('Подробнее')
    await page.getByRole('dialog').getByText('Текст согласия').waitFor()
    await page.getByRole('button', { name: 'Понятно' }).click()
    await teacher.presses('Согласен(на)')
    await teacher.sees(/Согласие записано/)
    await teacher.chat.getByText('Спасибо, согласие записано').waitFor()
  })

  it('asks by a chip, shows the answer with its clause unfolded', async () => {
    const teacher = column(page, 'Педагог')
    await teacher.chat.getByRole('button', { name: 'Кто утверждает маршрут?' }).click()
    await teacher.sees(/десяти рабочих дней/)
    await teacher.presses('Показать пункт')
    await teacher.sees(/п\. 3\.2\.2/)
    await teacher.chat.getByRole('button', { name: 'Показать полностью' }).click()
    await shot(page, '2-answered')
    expect(await teacher.chat.getByRole('button', { name: 'Свернуть' }).isVisible()).toBe(true)
  })

  it('carries a question to the tutors and an answer in reply', async () => {
    const teacher = column(page, 'Педагог')
    const group = column(page, 'Группа тьюторов')
    await teacher.says('Какой тьютор закреплён за школой № 4?')
    await group.sees(/Вопрос № 127/)
    await group.presses('Взять')
    await group.sees(/Борис взял/)
    await group.presses('Ответить')
    await group.chat.locator('.reply-bar').waitFor()
    expect(await group.chat.locator('textarea').evaluate((node) => node.matches(':focus'))).toBe(
      true,
    )
    await group.says('За школой № 4 закреплена Мария Ильина.')
    await group.chat.locator('.message.mine .quoted').waitFor()
    await shot(page, '3-routed')
  })

  it('shows what is being written, typing, and a keyboard that the bot asks for', async () => {
    const { chat, sees } = column(page, 'Педагог')
    const teacher = 5_000_000_001
    await bot.api.sendChatAction(teacher, 'typing')
    await chat.getByText('бот печатает…').waitFor()
    await bot.api.sendMessageDraft(teacher, 1, 'Маршрут')
    await bot.api.sendMessageDraft(teacher, 1, 'Маршрут утверждает')
    await expect.poll(() => chat.locator('.draft').allInnerTexts()).toEqual(['Маршрут утверждает'])
    await bot.api.sendMessage(teacher, 'Ваш предмет?', {
      reply_markup: { keyboard: [[{ text: 'Пропустить' }]], one_time_keyboard: true },
    })
    await sees('Ваш предмет?')
    expect(await chat.locator('.draft').count()).toBe(0)
    await chat.getByRole('button', { name: 'Пропустить' }).click()
    await chat.locator('.message.mine', { hasText: 'Пропустить' }).waitFor()
  })

  it('sends a file and shows the one that comes back', async () => {
    const teacher = column(page, 'Педагог')
    await teacher.chat.locator('input[type=file]').setInputFiles({
      name: 'Положение.docx',
      mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      buffer: Buffer.from('docx'),
    })
    await teacher.sees(/Получил «Положение\.docx»/)
    await teacher.chat.locator('.file-name', { hasText: 'Ответ.txt' }).waitFor()
    const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
    await teacher.chat.locator('input[type=file]').setInputFiles([file('а.txt'), file('б.txt')])
    await teacher.sees(/Получил «б\.txt»/)
    const album = server.botApi.messages(5_000_000_001).filter((one) => one.media_group_id)
    expect(album).toHaveLength(2)
  })

  it('lets the teacher block the bot and come back', async () => {
    const { chat, sees } = column(page, 'Педагог')
    await chat.getByRole('button', { name: 'Команды бота' }).click()
    await shot(page, '6-menu')
    await chat.getByRole('menuitem', { name: 'Заблокировать бота' }).click()
    await expect(bot.api.sendMessage(5_000_000_001, 'Вы здесь?')).rejects.toThrow(
      /blocked by the user/,
    )
    await chat.getByRole('button', { name: 'Перезапустить' }).click()
    await sees(/согласие на обработку/)
  })

  it('moves the clock for everybody', async () => {
    const before = server.clock.now().getTime()
    await page.getByRole('button', { name: '+1 день' }).click()
    await expect
      .poll(() => server.clock.now().getTime() - before)
      .toBeGreaterThanOrEqual(86_400_000)
    await column(page, 'Педагог').says('Кто утверждает маршрут?')
    await expect.poll(() => column(page, 'Педагог').chat.locator('.day').count()).toBe(2)
  })

  it('shows markup of strangers as text', async () => {
    const teacher = column(page, 'Педагог')
    await teacher.says('<img src=x onerror=alert(1)>')
    await teacher.chat.locator('.message.mine', { hasText: '<img src=x' }).waitFor()
    expect(await teacher.chat.locator('.words img').count()).toBe(0)
  })

  it('fits a phone: one chat at a time, tabs with what is unread', async () => {
    const phone = await browser.newPage({
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
    })
    await phone.goto(server.origin)
    await phone.getByRole('tab', { name: 'Педагог' }).waitFor()
    await shot(phone, '4-phone')
    await phone.getByRole('tab', { name: 'Группа тьюторов' }).click()
    expect(await column(phone, 'Педагог').chat.isVisible()).toBe(false)
    await shot(phone, '5-phone-group')
    expect(await phone.locator('html').evaluate((node) => node.scrollWidth)).toBe(390)
    await phone.close()
  })

  it('needs nothing from elsewhere and reports no error', () => {
    expect(problems).toEqual([])
  })
})

/** Pictures for people to look at, where `PLAYGROUND_SHOTS` names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.PLAYGROUND_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
