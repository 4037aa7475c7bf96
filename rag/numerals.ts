/** Reads Russian numerals: cardinals and ordinals in any case, compounds («пятидневный»), Roman numbers. */

/** Numbers in words, from two on («один из» counts nothing), and Roman ones. */
export function numeralsOf(text: string): string[] {
  const numbers: string[] = []
  let tens = 0
  for (const word of text.match(/[\p{L}]+/gu) ?? []) {
    const value = numeralValue(word)
    if (value === null) {
      if (tens) numbers.push(String(tens))
      tens = 0
    } else if (value >= 20 && value < 100) {
      if (tens) numbers.push(String(tens))
      tens = value
    } else {
      numbers.push(String(tens && value < 10 ? tens + value : value))
      tens = 0
    }
  }
  return tens ? [...numbers, String(tens)] : numbers
}

/** What a word counts («трёх», «III», «пятидневный»), null for nothing. Lower case, е for ё. */
export function numeralValue(word: string): number | null {
  const roman = ROMAN.indexOf(word.replaceAll('х', 'x'))
  if (roman >= 0 && word !== 'х') return roman + 1
  const prefixed = word.match(
    /^(двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|двадцати|тридцати)(?:дн|недел|лет|час|месяч|кратн|уровн|этап|балл)/,
  )
  const whole = prefixed?.[1] ?? word
  return NUMERALS.find(({ pattern }) => pattern.test(whole))?.value ?? null
}

const ROMAN = 'i ii iii iv v vi vii viii ix x xi xii'.split(' ')

const ORDINAL = '(?:ый|ой|ая|ое|ые|ого|ому|ом|ым|ую|ых|ыми)'
const NUMERALS: { pattern: RegExp; value: number }[] = (
  [
    ['дв(?:а|е|ух|ум|умя|ое|оих)|втор(?:ой|ая|ое|ого|ому|ом|ым|ую|ых)', 2],
    ['тр(?:и|ех|ем|емя|ое|оих)|трет(?:ий|ья|ье|ьего|ьему|ьем|ьей|ью|ьих)', 3],
    [`четыр(?:е|ех|ем|ьмя)|четверт${ORDINAL}|четверо`, 4],
    [`пят(?:ь|и|ью|еро)|пят${ORDINAL}`, 5],
    [`шест(?:ь|и|ью)|шест${ORDINAL}`, 6],
    [`сем(?:ь|и|ью)|седьм${ORDINAL}`, 7],
    [`вос(?:емь|ьми|емью)|восьм${ORDINAL}`, 8],
    [`девят(?:ь|и|ью)|девят${ORDINAL}`, 9],
    [`десят(?:ь|и|ью)|десят${ORDINAL}`, 10],
    [`одиннадцат(?:ь|и|ью|${ORDINAL})`, 11],
    [`двенадцат(?:ь|и|ью|${ORDINAL})`, 12],
    ['тринадцат(?:ь|и|ью)', 13],
    ['четырнадцат(?:ь|и|ью)', 14],
    ['пятнадцат(?:ь|и|ью)', 15],
    ['шестнадцат(?:ь|и|ью)', 16],
    ['семнадцат(?:ь|и|ью)', 17],
    ['восемнадцат(?:ь|и|ью)', 18],
    ['девятнадцат(?:ь|и|ью)', 19],
    ['двадцат(?:ь|и|ью)', 20],
    ['тридцат(?:ь|и|ью)', 30],
    ['сорока?', 40],
    ['пят(?:ьдесят|идесяти)', 50],
    ['шест(?:ьдесят|идесяти)', 60],
    ['сем(?:ьдесят|идесяти)', 70],
    ['вос(?:емьдесят|ьмидесяти)', 80],
    ['девяност[оа]', 90],
    ['ст[оа]', 100],
    ['двести|двухсот', 200],
    ['тысяч(?:а|и|у|е|ей)?', 1000],
  ] as const
).map(([pattern, value]) => ({ pattern: new RegExp(`^(?:${pattern})$`), value }))
