import { describe, expect, it } from 'vitest'
import { commands } from '../../cli/commands.ts'
import { runCommand } from '../helpers/program.ts'

const names = commands().commands.map((command) => command.name())

it.each([[], ...names.map((name) => [name])])(
  'says in Russian what it takes: %s',
  async (...name) => {
    const { code, stdout, stderr } = await runCommand([...name, '--help'], {})
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Как вызвать: vopros/)
    expect(stdout).toContain('показать эту справку')
  },
)

describe('words that it does not know', () => {
  it.each([
    [[], 'Не названа команда. Справка: --help'],
    [['doc'], 'Нет команды «doc». Может быть, docs?'],
    [['docs', '--jsn'], 'Нет параметра «--jsn». Может быть, --json?'],
    [['ingest'], 'Не указано: пути. Справка: --help'],
    [['docs', 'all'], 'У команды «docs» лишние слова. Справка: --help'],
    [['serve', '--only', 'half'], 'У параметра «--only <часть>» не бывает «half». Справка: --help'],
    [['search', '--top', '0', 'слово'], '--top: нужно целое число от 1, получено 0'],
    [['ask'], 'Задайте вопрос в кавычках или файл: --batch <файл.jsonl>'],
  ])('are told in one line: %j', async (words, line) => {
    expect(await runCommand(words, {})).toEqual({ code: 1, stdout: '', stderr: `${line}\n` })
  })
})

describe('settings', () => {
  const centre = {
    BOT_TOKEN: '7000000001:AAF-test-token-of-nobody-0123456789',
    CENTRE_NAME: 'Центр',
  }

  it.each([
    [{ PORT: 'x' }, 'PORT: указано «x», допустимо: порт от 0 до 65535'],
    [{ ...centre, MUNICIPALITY: 'Тест' }, 'ADMIN_IDS: не задано'],
    [{ BOT_TOKEN: 'secret' }, 'BOT_TOKEN: указано значение длиной 6'],
  ])('that are wrong stop the program with one line: %j', async (variables, line) => {
    const { code, stdout, stderr } = await runCommand(['serve'], variables)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(line)])
    expect(stderr).not.toContain('secret')
  })

  it('refuse a half of a program that shares nothing', async () => {
    const variables = { ...centre, MUNICIPALITY: 'Тест', ADMIN_IDS: '1' }
    expect(await runCommand(['serve', '--only', 'bot'], variables)).toMatchObject({
      code: 1,
      stderr: '--only: части программы встречаются в DATABASE_URL, а он не задан\n',
    })
  })
})
