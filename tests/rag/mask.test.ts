import { describe, expect, it } from 'vitest'
import { createMask, hasPlaceholder, withoutPersons } from '../../rag/mask.ts'

const hide = (text: string) => createMask().hide(text)

describe('names', () => {
  it.each([
    'Иванова М. П.',
    'Иванову М.П.',
    'И.И. Иванов',
    'Л.В.Мотылькова',
    'Мария Петровна Иванова',
    'Иванову Марию Петровну',
    'Марии Петровне',
    'ИВАНОВ ИВАН ИВАНОВИЧ',
    'мария петровна',
    'Шмидт Анна Ильинична',
    'Анна Шмидт',
    'Катю Сидорову',
    'Салтыкова-Щедрина М.Е.',
    'Ким О. В.',
    'Дзюба Олег Кузьмич',
    'Вера Сергеевна',
    'Петренко',
  ])('are hidden in the shape «%s»', (name) => {
    expect(hide(`Сообщите, где ${name}, по делу`)).toBe('Сообщите, где [ИМЯ 1], по делу')
  })

  it('are hidden though written small', () => {
    expect(hide('передайте план тополеву')).toBe('передайте план [ИМЯ 1]')
    expect(hide('кто такая тополева')).toBe('кто такая [ИМЯ 1]')
    expect(hide('готова ли основа, снова корова')).toBe('готова ли основа, снова корова')
  })

  it('have one number for one person, and a mark for each form', () => {
    const mask = createMask()
    expect(mask.hide('Назначить Кедрову И.В. с мая.')).toBe('Назначить [ИМЯ 1] с мая.')
    expect(mask.hide('Кто такая кедрова?')).toBe('Кто такая [ИМЯ 1.2]?')
    expect(mask.hide('Кедрова П.С. и Кедрову И.В.')).toBe('[ИМЯ 2] и [ИМЯ 1]')
  })

  it('are known in a question when a passage has told them', () => {
    const mask = createMask()
    mask.learn('Руководитель – Кедрова И.В.')
    expect(mask.hide('кедровой звонить?')).toBe('[ИМЯ 1.2] звонить?')
  })

  it.each([
    'МБОУ «Гимназия им. В.А. Кедрова»',
    'школа имени Героя Советского Союза Кедрова',
    'ул. Кедрова, д. 5',
    'детский сад «Надежда»',
    'Департамент образования города Нижнего Бора',
    'в Тамбове и Ростове',
    'Основа плана. Готов ли отчёт?',
    'Приложение А. Указ Президента',
    'Центр развития образования',
    'Роман «Война и мир»',
    'до 1 Мая',
  ])('leave «%s» alone', (text) => {
    expect(hide(text)).toBe(text)
  })
})

describe('contacts and numbers', () => {
  it.each([
    ['+7 (912) 345-67-89', 'ТЕЛЕФОН'],
    ['8-912-345-67-89', 'ТЕЛЕФОН'],
    ['89123456789', 'ТЕЛЕФОН'],
    ['912 345 67 89', 'ТЕЛЕФОН'],
    ['8 (39553) 5-63-20', 'ТЕЛЕФОН'],
    ['(39553) 5-63-20', 'ТЕЛЕФОН'],
    ['345-67-89', 'ТЕЛЕФОН'],
    ['anna.k@mail.example.ru', 'ПОЧТА'],
    ['почта@школа.рф', 'ПОЧТА'],
    ['@anna_k', 'АККАУНТ'],
    ['https://t.me/anna_k', 'АККАУНТ'],
    ['vk.com/id1234', 'АККАУНТ'],
    ['123-456-789 01', 'НОМЕР'],
    ['4510 123456', 'НОМЕР'],
    ['45 10 № 123456', 'НОМЕР'],
    ['123456789', 'НОМЕР'],
  ])('hides «%s»', (text, label) => {
    expect(hide(`Это ${text}, вот`)).toBe(`Это [${label} 1], вот`)
  })

  it.each([
    'приказ от 14.04.2020 № 116-26-175',
    '273-ФЗ',
    '№ 10-П-1000',
    '2020-2021 гг.',
    'с 01.09.2021 по 31.05.2022',
    'до 14:30',
    '1 500 000 рублей',
    'п. 3.2.2',
    'с 9-00 до 18-00',
  ])('leaves «%s» alone', (text) => {
    expect(hide(text)).toBe(text)
  })
})

describe('putting back', () => {
  it('returns exactly what was hidden, whatever the text', () => {
    const random = generator(20_261)
    for (let run = 0; run < 2_000; run += 1) {
      const mask = createMask()
      const texts = Array.from({ length: 3 }, () => sentence(random))
      const hidden = texts.map(mask.hide)
      expect(hidden.map(mask.restore)).toEqual(texts)
      expect(hidden.map(mask.hide).map(mask.restore)).toEqual(hidden)
    }
  })

  it('is the same for the same text again', () => {
    const mask = createMask()
    const first = mask.hide('Кедрова И.В., 345-67-89')
    expect(mask.hide('Кедрова И.В., 345-67-89')).toBe(first)
  })

  it('bears with a model that declines the label or adds spaces', () => {
    const mask = createMask()
    mask.hide('Кедрова И.В., 345-67-89')
    expect(mask.restore('К [ ИМЕНИ 1 ] по [ТЕЛЕФОНУ 1]')).toBe('К Кедрова И.В. по 345-67-89')
  })

  it('leaves what the model made up to be noticed', () => {
    const mask = createMask()
    mask.hide('Кедрова И.В.')
    expect(hasPlaceholder(mask.restore('Звоните [ИМЯ 7]'))).toBe(true)
    expect(hasPlaceholder(mask.restore('Звоните [ИМЯ 1] [1]'))).toBe(false)
  })

  it('gives nobody’s name to a placeholder that the asker wrote', () => {
    const mask = createMask()
    mask.learn('Кедрова И.В.')
    expect(mask.hide('Кто такой [ИМЯ 1]?')).toBe('Кто такой [МЕТКА 1]?')
  })
})

it('leaves plain words where nothing is put back', () => {
  expect(withoutPersons('Спросите Анну Петровну: 345-67-89')).toBe('Спросите имя: телефон')
})

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

const PIECES = [
  'Иванова М. П.',
  'Ивановой',
  'Мария',
  'Петровна',
  'Пётр',
  'И.',
  'С.А. Ким',
  '+7 912 345-67-89',
  '5-63-20',
  '@anna_k',
  'a@b.ru',
  '[ИМЯ 1]',
  '[ИМЯ 1.2]',
  '[1]',
  '№',
  '123-456-789 01',
  '2020-2021',
  'им.',
  '«Гимназия',
  '»',
  '.',
  ',',
  '\n',
  ' | ',
  'директор',
  '8',
  '[',
  ']',
]

function sentence(random: () => number): string {
  const length = 1 + Math.floor(random() * 9)
  const piece = () => PIECES[Math.floor(random() * PIECES.length)] ?? ''
  const gap = () => (random() < 0.7 ? ' ' : '')
  return Array.from({ length }, () => piece() + gap()).join('')
}
