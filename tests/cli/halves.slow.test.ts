import { describe, expect, it, onTestFinished } from 'vitest'
import type { Child } from '../helpers/child.ts'
import { launchProgram, runCommand, temporaryFolder } from '../helpers/program.ts'
import { createDatabase, describeWith } from '../helpers/servers.ts'
import { startTelegram } from '../helpers/telegram.ts'

const READY = /"msg":"ready"/

/** A Telegram, an empty database, and processes of one centre on both. */
async function openCentre(server: string, redis: string) {
  const telegram = await startTelegram()
  const database = await createDatabase(server)
  const { folder, remove } = temporaryFolder()
  const children: Child[] = []
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '1',
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    REDIS_URL: redis,
  }
  onTestFinished(async () => {
    for (const child of children) await child.kill()
    await telegram.close()
    await database.drop()
    remove()
  })
  const launch = (half: 'bot' | 'worker') => {
    const child = launchProgram(['serve', '--only', half], variables)
    children.push(child)
    return child
  }
  return { telegram, variables, launch }
}

describeWith('TEST_DATABASE_URL', (server) => {
  describeWith('TEST_REDIS_URL', (redis) => {
    describe('halves', () => {
      it('together answer, and each stops when it is told to', async () => {
        const { telegram, variables, launch } = await openCentre(server, redis)
        await runCommand(['ingest', 'corpus'], variables, `${import.meta.dirname}/../..`)
        const halves = [launch('bot'), launch('worker')]
        for (const half of halves) await half.says(READY)
        const teacher = telegram.person({ name: 'Мария' })
        teacher.starts()
        await teacher.presses('Согласен(на)')
        teacher.says('до какого числа подать заявку на курсы?')
        await teacher.sees(/до 15 декабря/, { within: 20_000 })
        for (const half of halves) process.kill(half.pid, 'SIGTERM')
        expect(await Promise.all(halves.map(({ ended }) => ended))).toEqual([0, 0])
      })

      it('poll one at a time, and the other takes over from one that was killed', async () => {
        const { telegram, launch } = await openCentre(server, redis)
        const first = launch('bot')
        await first.says(READY)
        const second = launch('bot')
        await second.says(READY)
        const teacher = telegram.person({ name: 'Мария' })
        teacher.starts()
        await teacher.sees(/соглас/i)
        await first.kill()
        const other = telegram.person({ name: 'Ольга' })
        other.starts()
        await other.sees(/соглас/i, { within: 30_000 })
        expect(second.lines.join('\n')).not.toMatch(/another program polls/)
      })
    })
  })
})
