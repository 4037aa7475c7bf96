import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import type { Db } from '../../db/db.ts'
import { checkServer } from '../../db/server.ts'

let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
})

/** The address of a server that refuses every client with this error. */
async function refusing(code: string, message: string): Promise<string> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const header = Buffer.from('E\0\0\0\0')
  header.writeInt32BE(4 + fields.length, 1)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([header, fields])))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = () => new Promise((resolve) => server.close(() => resolve()))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return `postgres://anna:secret@127.0.0.1:${port}/vopros`
}

/** A server whose answers are written here: the version, the rights, pgvector. */
function scripted(...answers: object[][]): Db {
  return { query: async () => ({ rows: (answers.shift() ?? []) as never[], rowCount: null }) }
}
const modern = [{ version: '17.2', number: 170_002 }]
const entitled = [{ may: true }]

describe('a database server', () => {
  it('that does not take the password is named, with what to do, and without the password', async () => {
    const url = await refusing('28P01', 'password authentication failed for user "anna"')
    const opening = openDatabase({ url, folder: '' })
    await expect(opening).rejects.toThrow(
      /^DATABASE_URL: база 127\.0\.0\.1:\d+\/vopros недоступна \(password authentication failed for user "anna"\): неверный пароль, исправьте его$/,
    )
  })

  it('that has no room is told from one that is away', async () => {
    const url = await refusing('53300', 'sorry, too many clients already')
    await expect(openDatabase({ url, folder: '' })).rejects.toThrow(/увеличьте max_connections/)
  })

  it('that is not there is named, with what to do', async () => {
    const url = 'postgres://anna@127.0.0.1:1/vopros'
    await expect(openDatabase({ url, folder: '' })).rejects.toThrow(
      /127\.0\.0\.1:1.*запустите сервер/,
    )
  })

  it('that is too old is refused', async () => {
    const old = scripted([{ version: '13.4', number: 130_004 }])
    await expect(checkServer(old)).rejects.toThrow(
      /PostgreSQL 13\.4 слишком старый, нужна версия 15/,
    )
  })

  it('where the user may not make tables is refused, with the statement that helps', async () => {
    const foreign = scripted(modern, [{ may: false, name: 'vopros', person: 'anna' }])
    await expect(checkServer(foreign)).rejects.toThrow(/alter database "vopros" owner to "anna"/)
  })

  it('without pgvector is refused, with what to install', async () => {
    await expect(checkServer(scripted(modern, entitled, []))).rejects.toThrow(
      /установите его пакет/,
    )
  })

  it('with too old a pgvector is refused', async () => {
    const vector = [{ version: '0.5.1', installed: true, new_enough: false }]
    const old = scripted(modern, entitled, vector)
    await expect(checkServer(old)).rejects.toThrow(
      /pgvector 0\.5\.1 слишком старый: установите 0\.7\.0/,
    )
  })
})
