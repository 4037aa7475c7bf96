/** Recognises questions about a document as such: its date, number, place, and who signed it. */
import { normalise } from './normalise.ts'

const DOCUMENT =
  '(?:решени|приказ|протокол|постановлени|распоряжени|положени|коллеги|совещани|собрани|заседани|документ|письм)[а-я]*'
const OPENING = new RegExp(
  `(?:от какого|какого числа|какая дата|дат[ау]|номер|когда|во сколько|где|в какой день|как(?:ой|им|ого) (?:приказ|номер|документ|решени|постановлени))(?![а-я]).{0,80}${DOCUMENT}|` +
    `${DOCUMENT}.{0,80}(?:от какого|какого числа|какая дата|номер|какого года|прошл[аои]|собира)`,
)
const CLOSING =
  /подписа|подписыв|за подписью|подпись|исполнител[ьяюе]|секретар|председател|чья подпись|кто (?:утвердил|издал|вел протокол|писал (?:протокол|приказ|решение|положение))|чьей рукой|кто автор/

/** Kinds of passages that tell such things, where the question asks for them; empty for any other question. */
export function documentParts(question: string): ReadonlySet<string> {
  const text = normalise(question)
  return new Set([
    ...(OPENING.test(text) ? ['title'] : []),
    ...(CLOSING.test(text) ? ['closing'] : []),
  ])
}
