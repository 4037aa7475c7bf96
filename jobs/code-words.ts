/** Words that those who are at an event send to be counted: easy to hear, to spell and to tell from each other. */
import { randomInt } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { codeWordsAround } from '../db/event-attendance.ts'
import { findEvent } from '../db/events.ts'

/** Nouns everybody knows, in the nominative, none a form of another and none that people would say by themselves. */
const WORDS = `
  абажур абрикос авокадо акварель аквариум акробат альбатрос ананас антилопа апельсин арбуз аргонавт астероид астра
  бабочка баклажан балалайка балкон бамбук барабан барсук баян бегемот белка берёза бизон бирюза блокнот бобёр бригантина
  бриз букет бумеранг василёк верблюд вертолёт веранда ветряк виноград вишня водопад волшебник воробей ворона выхухоль
  газель гвоздика гепард гитара глобус горизонт гном грелка груша дельфин дирижабль домино дракон дуб дыня
  ежевика енот ель жаворонок жасмин железо жемчуг жираф жук журавль забор заноза запятая зарница звезда земляника зебра зонтик
  изумруд индиго ирис искра кактус калина камертон канарейка капуста карамель каштан кедр кипарис клевер клюква ковёр
  колибри колокольчик комета компас кораблик коралл корица космонавт кристалл кувшин кузнечик лаванда ласточка лебедь лемур
  лилия лимон лисица лотос лошадь лукошко магнолия малахит малина мандарин маяк медуза метеор миндаль мозаика молния морковь
  муравей мяч незабудка ноутбук носорог облако огурец одуванчик океан олень оливка орех оркестр осьминог павлин палитра
  панда папирус парашют парус пастила пеликан перламутр персик пианино пингвин пион планета подсолнух попугай прибой пчела
  радуга ракета ракушка рассвет редиска ромашка росинка рубин рябина саксофон самовар самолёт сапфир светлячок
  сирень скворец скрипка слон смородина снегирь созвездие соловей сосна стрекоза сундук сурок табурет тайга телескоп
  тигр тополь трамвай тыква тюльпан улитка утёс фазан фиалка филин финик флейта фонарь фонтан форель хамелеон хризантема
  цапля цветок черника черепаха чайка шалаш шиповник шмель щегол эвкалипт эдельвейс юла яблоня якорь янтарь ястреб ящерица`
  .trim()
  .split(/\s+/)

/** A word for the event that no other event has in the days around it. */
export async function makeCodeWord(db: Db, { eventId }: { eventId: number }): Promise<string> {
  const event = await findEvent(db, { id: eventId })
  const taken = event?.starts_at ? await codeWordsAround(db, { at: event.starts_at }) : []
  const free = WORDS.filter((word) => !taken.includes(word))
  const chosen = free[randomInt(Math.max(1, free.length))]
  if (chosen) return chosen
  // More events than words: two of them together are new again.
  return `${WORDS[randomInt(WORDS.length)]} ${WORDS[randomInt(WORDS.length)]}`
}

/** What somebody wrote as a word is compared: letter case, ё, spaces, quotes and the like at its ends aside. */
export function readCodeWord(text: string): string | null {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
  return /^\p{L}+(?: \p{L}+)?$/u.test(word) ? word : null
}
