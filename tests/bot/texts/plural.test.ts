import { expect, it } from 'vitest'
import { plural } from '../../../bot/texts/plural.ts'

const questions = (count: number) => plural(count, 'вопрос', 'вопроса', 'вопросов')

it.each([1, 21, 31, 101, 1001])('takes the singular after %i', (count) => {
  expect(questions(count)).toBe(`${count} вопрос`)
})

it.each([2, 3, 4, 22, 34, 102, 1024])('takes the genitive singular after %i', (count) => {
  expect(questions(count)).toBe(`${count} вопроса`)
})

it.each([0, 5, 10, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 1011])(
  'takes the genitive plural after %i',
  (count) => {
    expect(questions(count)).toBe(`${count} вопросов`)
  },
)
