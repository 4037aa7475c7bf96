/** What the bot can do, told by role. */
import type { Role } from '../../db/people.ts'
import { type Html, html, join } from '../html.ts'

interface CommandText {
  command: string
  description: string
  /** Any of these roles; none means everyone. */
  needs: readonly Role[]
}

export const commandTexts: readonly CommandText[] = [
  { command: 'tutor', description: 'Спросить тьютора', needs: [] },
  { command: 'my', description: 'Мои вопросы', needs: [] },
  { command: 'events', description: 'Мероприятия', needs: [] },
  { command: 'sites', description: 'Нетворкинг-площадки', needs: [] },
  { command: 'diagnostics', description: 'Диагностики', needs: [] },
  { command: 'roadmap', description: 'Дорожные карты по месяцам', needs: [] },
  { command: 'settings', description: 'Профиль и тихие часы', needs: [] },
  { command: 'help', description: 'Что я умею', needs: [] },
  { command: 'queue', description: 'Очередь вопросов', needs: ['tutor', 'methodist'] },
  { command: 'duty', description: 'Кто дежурит', needs: ['tutor', 'methodist'] },
  { command: 'knowledge', description: 'База знаний', needs: ['tutor', 'methodist'] },
  { command: 'event_new', description: 'Новое мероприятие', needs: ['methodist'] },
  { command: 'docs', description: 'Документы', needs: ['methodist', 'administrator'] },
  { command: 'glossary', description: 'Словарь сокращений', needs: ['methodist', 'administrator'] },
  {
    command: 'institutions',
    description: 'Список учреждений',
    needs: ['methodist', 'administrator'],
  },
  { command: 'broadcast', description: 'Новая рассылка', needs: ['methodist', 'administrator'] },
  { command: 'broadcasts', description: 'Рассылки', needs: ['methodist', 'administrator'] },
  {
    command: 'diagnostics_new',
    description: 'Новая диагностика',
    needs: ['methodist', 'administrator'],
  },
  { command: 'invite', description: 'Пригласить сотрудника', needs: ['administrator'] },
  { command: 'people', description: 'Люди и роли', needs: ['administrator'] },
  { command: 'audit', description: 'Журнал действий', needs: ['administrator'] },
  { command: 'privacy', description: 'Что обо мне сохранено', needs: [] },
  { command: 'delete_me', description: 'Удалить мои данные', needs: [] },
  { command: 'cancel', description: 'Отменить начатое', needs: [] },
]

export const helpTexts = {
  help: (
    commands: readonly { command: string; description: string }[],
    roles: readonly Role[],
  ): Html =>
    join(
      [
        html`Задайте вопрос одним сообщением. Я отвечу по документам и укажу пункт, а если ответа в документах нет, передам вопрос тьюторам. Хотите уточнить? Нажмите на мой ответ, выберите «Ответить» и спросите ещё. Тьютору можно прислать и файлы: /tutor.`,
        html`${commands.map((each) => html`/${each.command} — ${each.description}`)}`,
        roles.includes('tutor')
          ? html`Тьютору: вопрос приходит карточкой. «Взять» закрепляет его за вами, после «Ответить» пришлите ответ: текст, фото, документ, альбом, голосовое сообщение или видео; можно и просто ответить на карточку. Перед отправкой я покажу ответ так, как его увидит педагог.`
          : null,
        roles.includes('methodist') || roles.includes('administrator')
          ? html`Чтобы добавить документ, пришлите файл в этот чат. Сокращения и слова, которыми говорят у вас, добавьте в словарь: /glossary. Учреждения загрузите таблицей: /institutions. Написать сразу многим: /broadcast, ход и отчёты: /broadcasts.`
          : null,
      ],
      '\n\n',
    ),
  cancelled: html`Отменено. Можно задать новый вопрос.`,
  /** `command` shows the draft. */
  interrupted: (command: string): Html =>
    html`Прервано, черновик сохранён. Продолжить: ${command}. Можно задать новый вопрос.`,
  nothingToCancel: html`Отменять нечего. Можно задать вопрос.`,
}
