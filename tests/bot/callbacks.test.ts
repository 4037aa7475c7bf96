import { expect, it } from 'vitest'
import { pack, unpack } from '../../bot/callbacks.ts'

it('gives back what was packed', () => {
  const data = pack('clause', { question: 127, citation: 1 })
  expect(unpack('clause', data)).toEqual({ question: 127, citation: 1 })
  expect(unpack('claim', data)).toBeNull()
})

it('fits the longest invitation', () => {
  const data = pack('agree', { version: 'f'.repeat(16), invite: 'x'.repeat(24) })
  expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
})

it.each([
  'claim',
  'claim:',
  'claim:-1',
  'claim:1e3',
  'claim:1:2',
  'claim:1; drop table tickets',
  'claim:9999999999999999999999',
  'toString:1',
  '',
])('reads nothing from the forged «%s»', (data) => {
  expect(unpack('claim', data)).toBeNull()
})

it('refuses to pack what it could not read again', () => {
  expect(() => pack('claim', { ticket: -1 })).toThrow('claim')
})
