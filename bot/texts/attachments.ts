/** Words about files that come with a question, a clarification or an answer. */
import type { Attachment } from '../../db/said.ts'
import { type Html, html } from '../html.ts'
import { plural } from './plural.ts'

type Kind = Attachment['kind']

const NAMES: Record<Kind, (count: number) => string> = {
  photo: (count) => plural(count, 'фотография', 'фотографии', 'фотографий'),
  document: (count) => plural(count, 'документ', 'документа', 'документов'),
  video: (count) => plural(count, 'видео', 'видео', 'видео'),
  audio: (count) => plural(count, 'аудиозапись', 'аудиозаписи', 'аудиозаписей'),
  voice: (count) =>
    plural(count, 'голосовое сообщение', 'голосовых сообщения', 'голосовых сообщений'),
  animation: (count) => plural(count, 'анимация', 'анимации', 'анимаций'),
  video_note: (count) => plural(count, 'видеосообщение', 'видеосообщения', 'видеосообщений'),
}

export const attachmentTexts = {
  /** «Вложения: 2 фотографии, 1 документ»; null where there are none. */
  line: (files: readonly { kind: Kind }[]): Html | null => {
    const counts = Map.groupBy(files, ({ kind }) => kind)
    const named = [...counts].map(([kind, ofKind]) => NAMES[kind](ofKind.length))
    return named.length === 0 ? null : html`<b>Вложения:</b> ${named.join(', ')}`
  },
  /** Stands under the files of one message. */
  label: (id: number, side: 'teacher' | 'tutor', moment: string): Html =>
    html`<b>№ ${id}</b> · ${side === 'teacher' ? 'прислал педагог' : 'ответ тьютора'} · ${moment}`,
  shown: (id: number): string => `Вложения к вопросу № ${id} отправлены вам в чат со мной.`,
  none: (id: number): string => `К вопросу № ${id} вложений нет.`,
  voiceForbidden: html`Здесь было голосовое или видеосообщение, но ваши настройки Telegram не разрешают их присылать. Разрешите их в разделе «Конфиденциальность» и попросите прислать ещё раз: «Уточнить».`,
  /** In the place of the words of a question that is all files. */
  wordless: '(вопрос во вложении)',
  revisedNote: (id: number, tutor: string | null, words: Html): Html =>
    html`<b>№ ${id}: педагог исправил вопрос${tutor ? html` (${tutor})` : ''}</b>\n${words}`,
  revised: (id: number): Html => html`Исправлено: тьютор увидит новый текст вопроса № ${id}.`,
  tooLateToRevise: (id: number): Html =>
    html`Вопрос № ${id} ответа уже не ждёт, поэтому исправление тьютору не показано. Чтобы дополнить вопрос, нажмите «Уточнить» под ответом.`,
}
