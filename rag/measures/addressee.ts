/** Finds who a clause is addressed to: «Руководителям организаций назначить …», «Отв.: Иванова И.И.». */

/** «Отв.: Дронова Е.К.», «Ответственные – заведующие»; null where the clause names nobody so. */
export function statedResponsible(text: string): string | null {
  const [, said] = STATED.exec(text) ?? []
  return said === undefined ? null : tidy(said).replace(LAST_INITIAL, '$1.')
}

const STATED =
  /(?<!\p{L})(?:отв\.\s*:?|(?:ответственн(?:ый|ая|ые|ыми?)|исполнител[ьи])(?: +за +исполнение)?\s*[:–—-])\s*(?=\p{L})([^;]{3,160}?)(?=[.;,]?\s*(?:контроль|срок|\)|$))/iu
const LAST_INITIAL = /(\p{Lu}\.\s?\p{Lu})$/u

/** Who stands before the first verb of the clause, in whatever case; null where it is not told from an object. */
export function addresseeOf(text: string): string | null {
  const said = text.replace(ASKING, '')
  const verb = INFINITIVE.exec(said)
  if (!verb || verb.index === 0 || GIVING.test(verb[0])) return null
  const head = said.slice(0, verb.index).replace(UNTIL, '').replace(OFTEN, '')
  return head.length <= 200 && isAddressee(head) ? tidy(head) : null
}

/** The same of what introduces the clause: «4.Центру развития образования:». */
export function addresseeOfStem(stem: string): string | null {
  const said = stem.replace(/^\d+(?:\.\d+)*[.)]?\s*/, '')
  if (!said.trimEnd().endsWith(':') || INFINITIVE.test(said)) return null
  return isAddressee(said) ? tidy(said) : null
}

const ASKING = /^(?:рекомендовать|поручить|предложить|обязать|разрешить)\s+/iu

/** Ends of verbs; nouns like «сеть» and «печать» are told by name. */
const INFINITIVE =
  /(?<!\p{L})(?!(?:сеть|печать|речь|пять|девять|десять|часть)(?!\p{L}))\p{L}+(?:[аеиыуоя]ть(?:ся)?|ести(?:сь)?|[йз]ти(?:сь)?|[еоя]чь(?:ся)?)(?!\p{L})/iu

const UNTIL = /,?\s*(?:в\s+срок\s+)?(?:до|не\s+позднее|с|к)\s+\d.*$/isu

const OFTEN = /,?\s*(?:ежегодно|ежеквартально|ежемесячно|еженедельно|регулярно)(?!\p{L}).*$/isu

/** «Победителям вручить дипломы» says who gets, not who does. */
const GIVING = /^(?:вручить|выдать|выплатить|присвоить|объявить|предоставить)$/iu

/** In the dative, or with a person's initials. */
function isAddressee(head: string): boolean {
  const [first = ''] = head.trim().split(/\s+/)
  return (
    /(?:ам|ям|ому|ему|ым|им|у|ю|ой|ей)$/iu.test(first.replace(/[,:]$/, '')) ||
    /\p{Lu}\p{Ll}+\s+\p{Lu}\.\s?\p{Lu}\./u.test(head)
  )
}

function tidy(text: string): string {
  return text
    .replace(/\(далее[^)]*\)/giu, '')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,:)])/g, '$1')
    .replace(/[\s:,;–—-]+$/, '')
    .trim()
}
