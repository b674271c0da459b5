import { createHash } from 'node:crypto'
import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUploads, harmless } from '#main/lab/tables/uploads.ts'

let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'descent-lab-')), 'uploads')
})

afterEach(() => rm(dirname(folder), { recursive: true }))

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('uploads', () => {
  it('keep a file under its fingerprint and its name', async () => {
    const body = Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')])
    const path = await createUploads(folder).receive('表格 1.csv', body)
    expect(path).toBe(join(folder, digest('a,b\n1,2\n'), '表格 1.csv'))
    expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n')
  })

  it('keep the same bytes once, under each name they came by', async () => {
    const uploads = createUploads(folder)
    const send = (name: string): Promise<string> => uploads.receive(name, Readable.from(['x']))
    const paths = await Promise.all([send('a.csv'), send('a.csv'), send('b.csv')])
    expect(paths[0]).toBe(paths[1])
    expect(await readdir(folder)).toEqual([digest('x')])
    expect((await readdir(join(folder, digest('x')))).sort()).toEqual(['a.csv', 'b.csv'])
  })

  it('leave nothing of a file that breaks off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half')
      throw new Error('gone')
    }
    await expect(
      createUploads(folder).receive('a.csv', Readable.from(broken())),
    ).rejects.toMatchObject({ code: 'file-not-taken', parameters: { name: 'a.csv' } })
    expect(await readdir(folder)).toEqual([])
  })

  it('leave nothing of a file that is too large, however it was announced', async () => {
    const body = Readable.from([Buffer.alloc(60), Buffer.alloc(60)])
    await expect(createUploads(folder, 100).receive('a.csv', body)).rejects.toMatchObject({
      code: 'file-too-large',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('remove what nobody remembers, but not what is new', async () => {
    const uploads = createUploads(folder)
    const [kept, forgotten] = [
      await uploads.receive('kept.csv', Readable.from(['1'])),
      await uploads.receive('forgotten.csv', Readable.from(['2'])),
    ]
    await writeFile(join(folder, 'half-0'), 'half')
    const young = await uploads.receive('young.csv', Readable.from(['3']))
    const before = new Date(Date.now() - 48 * 3600 * 1000)
    for (const path of [dirname(kept), dirname(forgotten), join(folder, 'half-0')]) {
      await utimes(path, before, before)
    }
    await uploads.sweep([kept])
    const left = [digest('1'), basename(dirname(young))].sort()
    expect((await readdir(folder)).sort()).toEqual(left)
  })

  it('have nothing to remove where there is no folder', async () => {
    await expect(createUploads(join(folder, 'none')).sweep([])).resolves.toBeUndefined()
  })
})

describe('a harmless name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['/', 'table'],
    ['..', 'table'],
    ['', 'table'],
    ['.hidden.csv', 'hidden.csv'],
    ['a\u0000b\n.csv', 'a_b_.csv'],
    ['con.csv', '_con.csv'],
    ['invoice\u202evsc.exe', 'invoice_vsc.exe'],
    ['what? "this": <that>|*.csv', 'what_ _this__ _that___.csv'],
    ['销售 数据.csv', '销售 数据.csv'],
  ])('of %j is %j', (given, name) => {
    expect(harmless(given)).toBe(name)
  })

  it('is one name inside its folder, whatever was given', async () => {
    await mkdir(folder, { recursive: true })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (given) => {
        const name = harmless(given)
        const path = join(folder, name)
        expect(dirname(path)).toBe(folder)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        await writeFile(path, '')
        await rm(path)
      }),
    )
  })

  it('keeps its ending when it is cut', () => {
    expect(harmless(`${'长'.repeat(300)}.parquet`)).toMatch(/^长{64}\.parquet$/)
  })
})
