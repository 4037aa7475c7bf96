import { describe, expect, it } from 'vitest'
import { joinBrokenWords, normalise } from '../../rag/normalise.ts'

describe('normalise', () => {
  it.each([
    ['Latin twins inside a Cyrillic word', 'MOУ и Cаров', 'моу и саров'],
    ['Latin letters that only stand for Cyrillic ones', 'города Мегiona', 'города мегиона'],
    ['capitals that are all twins', 'MOY и BCOKO', 'моу и всоко'],
    ['a preposition or a class typed in Latin', 'c 1 сентября в 5A и 5a', 'с 1 сентября в 5а и 5а'],
    ['ё and capitals', 'Трёхстороннее СОГЛАШЕНИЕ', 'трехстороннее соглашение'],
    ['й and ё of two characters', 'ме\u0438\u0306 \u0435\u0308ж', 'мей еж'],
    ['soft hyphens', 'педа\u00adгоги\u00adческий', 'педагогический'],
    ['soft hyphens at line ends', 'педа\u00ad\n гоги', 'педагоги'],
    ['words broken at a line end', 'педаго-\nгов', 'педагогов'],
    ['compound words broken at their hyphen', 'научно-\nметодический', 'научно-методический'],
    ['quotes and dashes', '“Точка роста” — „Лучик“', '"точка роста" - "лучик"'],
    ['a space after a hyphen', 'онлайн- окно', 'онлайн-окно'],
    ['spaces of all kinds', ' площадки \u00a0 «Лидер»\n\tи ', 'площадки "лидер" и'],
    ['number signs', '№116-26-175 и N 37', '№ 116-26-175 и № 37'],
    ['zero for the letter', 'пр0токол', 'протокол'],
  ])('unifies %s', (_what, text, expected) => {
    expect(normalise(text)).toBe(expected)
  })

  it.each([
    'coach и top',
    'zoom, vk.com, https://pedsovet.example.ru/',
    'http и it-куб',
    'до 01.10.2020, 19.08.2021, 2020-2021гг.',
    'микро- и макросреда',
    '4.1 и 3.2.2, 15.00-16.00',
  ])('keeps «%s» as it is', (text) => {
    expect(normalise(text)).toBe(text)
  })

  it('changes nothing the second time', () => {
    const once = normalise('«Пр0токол» №5-О  от 09.08.2021 – Мегiona, онлайн- окно …')
    expect(normalise(once)).toBe(once)
  })
})

describe('joinBrokenWords', () => {
  it('keeps a hyphen before a capital and a dash at a line end', () => {
    expect(joinBrokenWords('Ханты-\nМансийск –\nюгра')).toBe('Ханты-\nМансийск –\nюгра')
  })
})
