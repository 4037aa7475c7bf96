/** A small bot that uses whatever the playground's page can show. */
import { Bot, InlineKeyboard, InputFile } from 'grammy'

export const REGULATION =
  '3.2.2. Тьютор сопровождает педагога при составлении индивидуального образовательного маршрута, ' +
  'помогает выбрать курсы и площадки, встречается с педагогом не реже одного раза в месяц и ведёт запись встреч.\n' +
  '3.2.3. Маршрут утверждает руководитель образовательной организации в течение десяти рабочих дней.'

/** Polling has begun when this resolves; the caller stops it. */
export async function startEchoBot(apiRoot: string, token: string, groupId: number): Promise<Bot> {
  const bot = new Bot(token, { client: { apiRoot } })
  bot.catch(() => {})
  bot.command('start', (ctx) =>
    ctx.reply(
      'Здравствуйте! Я отвечаю на вопросы педагогов по документам муниципалитета.\n\nНужно ваше <b>согласие на обработку персональных данных</b>.',
      {
        parse_mode: 'HTML',
        reply_markup: new InlineKeyboard().text('Согласен(на)', 'agree').text('Подробнее', 'more'),
      },
    ),
  )
  bot.callbackQuery('agree', async (ctx) => {
    await ctx.answerCallbackQuery('Спасибо, согласие записано')
    await ctx.editMessageText('✅ Согласие записано. Задайте вопрос.')
  })
  bot.callbackQuery('more', (ctx) =>
    ctx.answerCallbackQuery({ text: 'Текст согласия хранится отдельно.', show_alert: true }),
  )
  bot.callbackQuery('claim', async (ctx) => {
    await ctx.answerCallbackQuery('Вопрос ваш')
    await ctx.editMessageText(`${ctx.msg?.text ?? ''}\n\n👤 ${ctx.from.first_name} взял(а)`, {
      reply_markup: new InlineKeyboard().text('Ответить', 'reply'),
    })
  })
  bot.callbackQuery('reply', async (ctx) => {
    await ctx.answerCallbackQuery()
    await ctx.reply('Напишите ответ на это сообщение', { reply_markup: { force_reply: true } })
  })
  bot.callbackQuery('clause', async (ctx) => {
    await ctx.answerCallbackQuery()
    await ctx.reply(
      `<b>Положение, п. 3.2.2</b>\n<blockquote expandable>${REGULATION}</blockquote>`,
      {
        parse_mode: 'HTML',
      },
    )
  })
  bot.chatType('private').on('message:document', (ctx) =>
    ctx.replyWithDocument(new InputFile(new TextEncoder().encode('готово'), 'Ответ.txt'), {
      caption: `Получил «${ctx.msg.document.file_name}»`,
    }),
  )
  bot.chatType('private').on('message:text', async (ctx) => {
    await ctx.replyWithChatAction('typing')
    if (ctx.msg.text.includes('тьютор')) {
      await ctx.reply(
        'В документах ответа нет. Вопрос передан тьюторам: № 127. Ответят до среды, 25 ноября, 12:00.',
      )
      await ctx.api.sendMessage(
        groupId,
        `🆕 <b>Вопрос № 127</b>\n\n<blockquote>${ctx.msg.text}</blockquote>\n${ctx.from.first_name}, МБОУ «Школа № 4», математика`,
        {
          parse_mode: 'HTML',
          reply_markup: new InlineKeyboard()
            .text('Взять', 'claim')
            .row()
            .text('Дубликат', 'x')
            .text('Отклонить', 'y'),
        },
      )
      return
    }
    await ctx.reply(
      `Маршрут утверждает руководитель организации <b>в течение десяти рабочих дней</b>.\n\n<i>Положение о тьюторском центре от 12.03.2026 № 214, п. 3.2.3</i>`,
      {
        parse_mode: 'HTML',
        reply_parameters: { message_id: ctx.msg.message_id },
        reply_markup: new InlineKeyboard()
          .text('Показать пункт', 'clause')
          .row()
          .text('👍 Помогло', 'up')
          .text('👎 Не помогло', 'down')
          .row()
          .text('Спросить тьютора', 'tutor'),
      },
    )
  })
  await bot.api.setMyCommands([
    { command: 'my', description: 'Мои вопросы' },
    { command: 'help', description: 'Что умеет бот' },
  ])
  await new Promise<void>((onStart) => void bot.start({ onStart: () => onStart() }))
  return bot
}
