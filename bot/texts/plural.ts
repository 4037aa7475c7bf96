/** Russian nouns after numbers. */

const RULES = new Intl.PluralRules('ru')

/** `plural(5, 'вопрос', 'вопроса', 'вопросов')` → «5 вопросов». */
export function plural(count: number, one: string, few: string, many: string): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, few, many }
  return `${count} ${forms[RULES.select(count)] ?? many}`
}
