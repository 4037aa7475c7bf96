/** Recognises messages of courtesy alone: greetings and thanks. */
import { words } from '../words.ts'

/** Null where anything else is said, too. */
export function courtesyOf(all: readonly string[]): 'greeting' | 'thanks' | null {
  if (all.length === 0 || !all.every((word) => COURTESY.test(word))) return null
  return all.some((word) => THANKS.test(word)) ? 'thanks' : 'greeting'
}

/** «спасибо, ты лучше, чем наш завуч» asks for nothing. */
export function opensWithThanks(text: string): boolean {
  return THANKS_ALONE.test(words(text)[0] ?? '') && !text.includes('?')
}

const COURTESY =
  /^(?:здравствуй(?:те)?|здрасте|здрасьте|привет(?:ик|ствую|ствуем)?|добрый|доброе|доброго|доброй|день|дня|утро|утра|вечер|вечера|ночи|времени|суток|хай|салют|спасибо|спс|благодарю|большое|огромное|пасиб|пасибо|пожалуйста|вам|тебе|всем|за|помощь|ответ|понятно|ясно|ок|окей|хорошо|отлично|супер|до|свидания|пока|коллеги|бот|очень|помогли|понял|поняла|будьте|приятно|познакомиться|рада|рад|хелло|алло|ау)$/
const THANKS =
  /^(?:спасибо|спс|благодарю|пасиб|пасибо|понятно|ясно|ок|окей|хорошо|отлично|супер|свидания|пока|помогли|понял|поняла)$/
const THANKS_ALONE = /^(?:спасибо|спасибочки|спс|благодарю|пасиб|пасибо)$/
