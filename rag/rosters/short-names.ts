/** Full first names of those that people use among themselves: «Маша» is «Мария». Lower case, е for ё. */

const FULL: Readonly<Record<string, readonly string[]>> = {
  александр: ['саша', 'шура'],
  александра: ['саша', 'шура'],
  алексей: ['леша', 'алеша'],
  анастасия: ['настя', 'ася'],
  анна: ['аня', 'анюта'],
  валентина: ['валя'],
  виктория: ['вика'],
  владимир: ['вова', 'володя'],
  галина: ['галя'],
  григорий: ['гриша'],
  дарья: ['даша'],
  дмитрий: ['дима', 'митя'],
  евгения: ['женя'],
  евгений: ['женя'],
  екатерина: ['катя', 'катерина'],
  елена: ['лена', 'алена'],
  елизавета: ['лиза'],
  иван: ['ваня'],
  ирина: ['ира'],
  константин: ['костя'],
  ксения: ['ксюша'],
  лариса: ['лара', 'лариска'],
  любовь: ['люба'],
  людмила: ['люда', 'люся', 'мила'],
  мария: ['маша', 'маруся'],
  михаил: ['миша'],
  надежда: ['надя'],
  наталья: ['наташа', 'ната', 'наталия'],
  николай: ['коля'],
  ольга: ['оля'],
  павел: ['паша'],
  петр: ['петя'],
  светлана: ['света'],
  сергей: ['сережа'],
  софья: ['соня', 'софия'],
  степан: ['степа'],
  татьяна: ['таня', 'татиана'],
  юлия: ['юля'],
}

const FULL_OF = new Map<string, string[]>()
for (const [name, short] of Object.entries(FULL)) {
  for (const word of short) FULL_OF.set(word, [...(FULL_OF.get(word) ?? []), name])
}

/** Whether the two may be one first name: «маша» and «мария», «саша» and «шура». */
export function isSameFirstName(one: string, other: string): boolean {
  const [mine, theirs] = [FULL_OF.get(one), FULL_OF.get(other)]
  if (!mine && !theirs) return one === other
  return [one, ...(mine ?? [])].some((name) => name === other || theirs?.includes(name))
}
