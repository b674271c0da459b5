import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answerOf, lab } from '../support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }))

it('writes a lesson as one page, and takes nobody’s place unasked', async () => {
  const written = await answerOf(['lesson', 'downhill', '--out', folder, '--language', 'zh-CN'])
  const path = join(folder, 'descent-lab-downhill.html')
  expect(written).toEqual({ code: 0, stdout: `${path}\n`, stderr: '' })
  const page = await readFile(path, 'utf8')
  expect(page).toContain('<title>下坡</title>')
  expect(page.length).toBeLessThan(2_000_000)

  const again = await answerOf(['lesson', 'downhill', '--out', folder])
  expect(again.code).toBe(1)
  expect(await readFile(path, 'utf8')).toBe(page)
  expect((await answerOf(['lesson', 'downhill', '--out', folder, '--force'])).code).toBe(0)
  expect(await readFile(path, 'utf8')).toContain('<title>Downhill</title>')

  const unknown = await answerOf(['lesson', 'uphill'])
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain("There is no lesson 'uphill': choose downhill,")
})

it('leaves nothing when Ctrl-C stops its races', async () => {
  const scratch = join(folder, 'scratch')
  await mkdir(scratch)
  const ended = await lab(['lesson', 'luck', '--out', folder], {
    ...{ data: join(folder, 'data'), env: { TMPDIR: scratch } },
    meanwhile(child) {
      const look = setInterval(() => {
        void readdir(scratch, { recursive: true }).then((names) => {
          if (!names.some((name) => name.endsWith('spec.json'))) return
          clearInterval(look)
          child.kill('SIGINT')
        })
      }, 20)
      child.once('exit', () => clearInterval(look))
    },
  })
  expect(ended).toMatchObject({ code: 130, signal: null, stdout: '' })
  expect(ended.stderr).toContain('Stopped')
  expect(await readdir(scratch)).toEqual([])
  expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toEqual([])
})
