/** What kind of institution a name says it is, and the words of the name that say only that. */
import { words } from '../words.ts'

export type NameKind = 'preschool' | 'school' | 'lyceum' | 'gymnasium' | 'additional' | 'boarding'

/** The likeliest first: «детский сад при лицее» is a preschool, «школа искусств» teaches besides school. */
const KINDS: readonly { kind: NameKind; pattern: RegExp }[] = [
  {
    kind: 'additional',
    pattern:
      /^(?:ддт|дтдм|дюц|цдт|сюн|сют|дюсш|сшор|дши|дмш|дхш|мбудо|маудо|мудо|удо|дополнительн\S*|творчеств\S*|искусств|музыкальная|музыкалка|художественная|спортивная|спортшкола|технопарк|кванториум)$/,
  },
  {
    kind: 'preschool',
    pattern:
      /^(?:сад|сада|саду|сады|садик\S*|детсад\S*|детсадик\S*|доу|мдоу|мбдоу|мадоу|мкдоу|дошкольн\S*|ясли|црр|дс)$/,
  },
  { kind: 'boarding', pattern: /^(?:интернат\S*|кадетск\S*)$/ },
  { kind: 'gymnasium', pattern: /^гимназ\S*$/ },
  { kind: 'lyceum', pattern: /^лице[йяюе]\S*$/ },
  {
    kind: 'school',
    pattern: /^(?:школ\S*|сош|оош|нош|соош|сш|мбоу|мкоу|маоу|моу|мобу|общеобразовательн\S*)$/,
  },
]

/** Legal forms and fillers: they say nothing about which one it is. */
const FILLERS =
  /^(?:муниципальн\S*|бюджетн\S*|автономн\S*|казенн\S*|государственн\S*|образовательн\S*|общеобразовательн\S*|учрежден\S*|организац\S*|средн\S*|основн\S*|начальн\S*|общего|вида|тип\S*|комбинированн\S*|общеразвивающ\S*|компенсирующ\S*|образования|развития|ребенка|центр\S*|дом|дворец|детск\S*|городск\S*|сельск\S*|города|город|г|поселка|пос|села|район\S*|округ\S*|имени|им|номер|ном|n|при|на|в|во|и|из|у|я|мы|работаю|наш\S*|д|с|к|но)$/

export function kindOf(all: readonly string[]): NameKind | null {
  return KINDS.find(({ pattern }) => all.some((word) => pattern.test(word)))?.kind ?? null
}

/** The words that tell institutions of one kind from each other. */
export function withoutKinds(text: string): string[] {
  return words(text).filter(
    (word) => !FILLERS.test(word) && !KINDS.some(({ pattern }) => pattern.test(word)),
  )
}
