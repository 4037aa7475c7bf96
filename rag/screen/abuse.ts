/** Recognises rudeness and little else: a question that was sworn at is still a question. */
import { CHATTER } from '../question-words.ts'
import { STOP_WORDS } from '../words.ts'

export function isAbuse(all: readonly string[]): boolean {
  const rude = all.filter((word) => RUDE.test(word)).length
  const rest = all.filter((word) => !RUDE.test(word) && !says(word)).length
  return rude > 0 && rest < MUCH
}

function says(word: string): boolean {
  return STOP_WORDS.has(word) || CHATTER.has(word)
}

/** So many words beside the rude ones may be a question. */
const MUCH = 2

const RUDE =
  /^(?:(?:на|по|о|а)?ху[йеяию](?!ва|зуку)|(?:рас|от|с|за|о|вы)?пизд|е[б6]ан|ебат|ебал|ебл|ебу|уеб|заеб|наеб|выеб|отъеб|долбоеб|бля(?:д|т|$)|муда[кч]|мудил|г[ао]ндон|пид[оа]р|педик|сук[аи]$|суч[ка]|шлюх|курв|шалав|мраз|гнид|падл|ублюд|выродк|долбо|дебил|идиот|кретин|имбецил|даун$|тупиц|тупой$|тупая$|тупые$|тупорыл|тварь|твари$|скотин|урод$|уроды$|сволоч|придур|дура$|дурак|дурой|дурень|козел$|козлы$|заткнись|отвали|отстань|пошел$|пошла$|пошли$|иди$|говн|дерьм|жоп|засран|обосра|сдохни|ненавижу$|лох$|лошар|чмо$)/
