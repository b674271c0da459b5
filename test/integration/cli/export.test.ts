import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awkward, writeRun } from '#test/support/exported-run.ts'
import { lab as run, readerHere, type Ended } from '../support.ts'

let folder: string
let data: string
let out: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  data = join(folder, 'data')
  out = join(folder, 'out')
  await mkdir(out)
  await writeRun(join(data, 'runs', '2026-03-04_05-06-07-awkward-abcd1234'), awkward)
  await writeRun(join(data, 'runs', '2026-03-05_05-06-07-other-abff0000'), awkward, {
    id: 'abff0000',
  })
})

afterAll(() => rm(folder, { recursive: true }))

const lab = (words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> =>
  run(['export', ...words], { data, cwd: out, ...(env && { env }) })

const name = 'awkward-b-race-b-co-abcd1234'

describe('lab export', () => {
  it('writes a run in several forms, and says where', async () => {
    const { code, stdout } = await lab([
      'abcd',
      ...['html', 'csv', 'parquet', 'jsonl', 'tensorboard'].flatMap((format) => [
        '--format',
        format,
      ]),
    ])
    expect(code).toBe(0)
    const made = ['.html', '.csv', '.parquet', '.jsonl', '-tensorboard'].map(
      (ending) => `${name}${ending}`,
    )
    expect(stdout.trim().split('\n')).toEqual(made.map((each) => join(out, each)))
    expect((await readdir(out)).sort()).toEqual([...made].sort())
  })

  it('writes Parquet that holds what the CSV does, with its types', async () => {
    const reader = readerHere()
    const { table } = await reader.read(join(out, `${name}.parquet`))
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ['run', 'category'],
      ['lane', 'category'],
      ['optimizer', 'category'],
      ['convention', 'category'],
      ...['seed', 'step', 'epoch', 'samples', 'seconds'].map((each) => [each, 'number']),
      ['metric', 'category'],
      ['value', 'number'],
    ])
    // A name over two lines is two lines of the text: rows are counted by what each ends in.
    const csv = await readFile(join(out, `${name}.csv`), 'utf8')
    const values = csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',').at(-1))
    expect(table.rows).toBe(values.length)
    const column = table.columns.at(-1)
    const read = column?.type === 'number' ? [...column.values] : []
    // The reader takes what is not finite for missing: of the file only finite values are told.
    const finite = (value: number): number => (Number.isFinite(value) ? value : NaN)
    expect(read).toEqual(values.map((value) => finite(Number(value))))
    expect(values).toContain('NaN')
    const lane = table.columns[1]
    expect(lane?.type === 'category' && [...lane.categories].sort()).toEqual(
      awkward.lanes.map(({ id }) => id).sort(),
    )
  })

  it('keeps what is not finite in Parquet', async () => {
    const script = join(out, 'count.cjs')
    await writeFile(
      script,
      `const { DuckDBInstance } = require(${JSON.stringify(join(process.cwd(), 'node_modules', '@duckdb', 'node-api'))})
;(async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const read = await connection.runAndReadAll(
    "SELECT count(*) FILTER (isnan(value))::INT, count(*) FILTER (value IS NULL)::INT, max(seed)::VARCHAR, max(lane) FROM '${join(out, `${name}.parquet`)}'")
  console.log(JSON.stringify(read.getRows()[0]))
})()`,
    )
    const csv = await readFile(join(out, `${name}.csv`), 'utf8')
    const [nans, missing, seed, lane] = JSON.parse(
      execFileSync(process.execPath, [script], { encoding: 'utf8' }),
    ) as [number, number, string, string]
    expect(nans).toBe(csv.split(',NaN\r\n').length - 1)
    expect([missing, seed, lane]).toEqual([0, '4294967295', 'Adam, "quoted"\nin two lines'])
    await rm(script)
  })

  it('replaces nothing unasked', async () => {
    const path = join(out, `${name}.csv`)
    await writeFile(path, 'mine')
    const refused = await lab(['abcd', '--format', 'csv'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toBe(
      `${path} could not be saved: something of that name is there already. Choose another name, then save again; what is there was left as it is.\n`,
    )
    expect(await readFile(path, 'utf8')).toBe('mine')
    expect((await lab(['abcd', '--format', 'csv', '--force'])).code).toBe(0)
    expect(await readFile(path, 'utf8')).toMatch(/^run,lane,/)
  })

  it('packs several files where a zip is named', async () => {
    const zip = join(out, 'events.zip')
    const { stdout } = await lab(['abcd', '--format', 'tensorboard', '--out', zip])
    expect(stdout).toBe(`${zip}\n`)
    // Python's own zip module tests every file's checksum.
    const script =
      'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1]) as z:\n assert z.testzip() is None\n print(*sorted(z.namelist()), sep="\\n")'
    const names = execFileSync('python3', ['-c', script, zip], { encoding: 'utf8' })
    const files = names.trim().split('\n')
    expect(files).toHaveLength(12)
    for (const each of files) {
      expect(each).toMatch(
        /^awkward-b-race-b-co-abcd1234-tensorboard\/[^/]+\/seed-\d+\/events\.out/,
      )
    }
  })

  it.each([
    [['abcd'], 2, /^Give a --format: html, csv/],
    [['abcd', '--format', 'xls'], 2, /^There is no format 'xls': choose html/],
    [['ab', '--format', 'csv'], 2, /^'ab' could be .*abcd1234 or .*abff0000/],
    [['none', '--format', 'csv'], 2, /^There is no run 'none'/],
    [['--format', 'csv'], 2, /^Give one run/],
    [['abcd', '--format', 'csv', '--language', 'de'], 2, /^--language is en or zh-CN/],
    [['abcd', '--format', 'csv', '--out', 'no/such/place.csv'], 1, /the folder is not there/],
  ])('refuses %j', async (words, code, sentence) => {
    const ended = await lab(words)
    expect(ended.code).toBe(code)
    expect(ended.stderr).toMatch(sentence)
    expect(ended.stdout).toBe('')
  })

  it('explains itself', async () => {
    const { stdout } = await lab(['--help'])
    expect(stdout).toMatch(/^Writes a run in other forms/)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })
})

describe('a disk that is full in the middle of an export', () => {
  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'has nothing of it, and what was there before',
    async () => {
      const small = join(folder, 'small')
      await mkdir(small)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs', small])
      try {
        await writeFile(join(small, 'mine.csv'), 'mine')
        for (const words of [
          ['--format', 'csv'],
          ['--format', 'jsonl'],
          ['--format', 'html'],
          ['--format', 'tensorboard'],
          ['--format', 'tensorboard', '--out', join(small, 'events.zip')],
          ['--format', 'csv', '--out', join(small, 'mine.csv'), '--force'],
        ]) {
          const where = words.includes('--out') ? [] : ['--out', small]
          const ended = await lab(['abcd', ...words, ...where])
          expect(ended, words.join(' ')).toMatchObject({ code: 1, stdout: '' })
          expect(ended.stderr).toContain('there is no room left on the disk. Make room')
          expect(await readdir(small)).toEqual(['mine.csv'])
          expect(await readFile(join(small, 'mine.csv'), 'utf8')).toBe('mine')
        }
      } finally {
        execFileSync('umount', [small])
      }
    },
  )

  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'is told of also where only what is on its way has no room',
    async () => {
      const small = join(folder, 'temporary')
      await mkdir(small)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small])
      try {
        for (const format of ['parquet', 'tensorboard']) {
          const path = join(folder, `on-its-way-${format}`)
          const ended = await lab(['abcd', '--format', format, '--out', path], { TMPDIR: small })
          expect(ended, format).toMatchObject({ code: 1, stdout: '' })
          expect(ended.stderr).toContain('there is no room left on the disk')
          expect(await readdir(small)).toEqual([])
        }
        expect((await readdir(folder)).filter((each) => each.startsWith('on-its-way'))).toEqual([])
      } finally {
        execFileSync('umount', [small])
      }
    },
  )
})

describe('a folder that may not be written', () => {
  // One in which the system lets nobody make a file, whoever runs the tests and wherever they lie.
  const locked = '/sys/kernel'

  it.runIf(existsSync(locked))('is said to be one', async () => {
    const before = await readdir(locked)
    const { code, stderr } = await lab(['abcd', '--format', 'csv', '--out', locked])
    expect(stderr).toContain('could not be saved: nothing may be written there. Choose another')
    expect(code).toBe(1)
    expect(await readdir(locked)).toEqual(before)
  })
})
