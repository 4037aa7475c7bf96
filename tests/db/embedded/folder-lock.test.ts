import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { FolderInUseError, lockFolder } from '../../../db/embedded/folder-lock.ts'
import { type Child, startChild } from '../../helpers/child.ts'
import { temporaryFolder } from '../../helpers/program.ts'

const HOLD = join(import.meta.dirname, '../../fixtures/hold-folder.ts')
const { folder: parent, remove } = temporaryFolder()
const holders: Child[] = []
let last = 0

afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.kill()
  remove()
})

/** A folder of the test's own that another process holds. */
async function heldFolder(): Promise<{ folder: string; holder: Child }> {
  last += 1
  const folder = join(parent, `data-${last}`)
  const holder = startChild(HOLD, [folder])
  holders.push(holder)
  await holder.says(/held/)
  return { folder, holder }
}

function refusal(folder: string): FolderInUseError {
  try {
    lockFolder(folder)
  } catch (error) {
    if (error instanceof FolderInUseError) return error
  }
  throw new Error('the folder was not refused')
}

it('refuses a folder that another process holds, and says which', async () => {
  const { folder, holder } = await heldFolder()
  expect(refusal(folder).holder).toBe(holder.pid)
  expect(refusal(folder).message).toContain(`${folder} занимает процесс ${holder.pid}`)
})

it('gives the folder to the next process when its holder is killed', async () => {
  const { folder, holder } = await heldFolder()
  await holder.kill()
  const unlock = lockFolder(folder)
  expect(refusal(folder).holder).toBe(process.pid)
  unlock()
})

it('names nobody rather than a process that is dead', async () => {
  const { folder } = await heldFolder()
  const { holder: dead, folder: other } = await heldFolder()
  await dead.kill()
  writeFileSync(join(folder, 'lock.pid'), String(dead.pid))
  expect(refusal(folder).holder).toBeNull()
  lockFolder(other)()
})

it('can be taken again after it was given back', () => {
  const folder = join(parent, 'again')
  lockFolder(folder)()
  lockFolder(folder)()
})

it('makes a folder that only this user can read', () => {
  const folder = join(parent, 'private')
  lockFolder(folder)()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('says what to do about a folder that cannot be made', () => {
  expect(() => lockFolder('/dev/null/data')).toThrow(
    /^DATA_DIR: не удалось создать папку .* укажите другую/,
  )
})
