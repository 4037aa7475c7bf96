import { expect, it } from 'vitest'
import { isElliptical } from '../../rag/follow-up.ts'

it.each([
  'а для молодых педагогов?',
  'А где она проходит?',
  'и кто её проводит?',
  'до какого числа?',
  'где?',
  'наставник?',
  'Сколько их?',
])('takes «%s» for a continuation', (text) => {
  expect(isElliptical(text)).toBe(true)
})

it.each([
  'Кто такой молодой педагог?',
  'Что такое ИОМ?',
  'Когда диагностика?',
  'Кто руководит площадкой?',
  'Где принимают тьюторы',
  'срок подачи заявки на курсы',
  'Мне 40 лет, первый год в школе: я молодой педагог, и где это написано?',
])('takes «%s» for a question of its own', (text) => {
  expect(isElliptical(text)).toBe(false)
})
