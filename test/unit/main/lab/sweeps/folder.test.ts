import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunLog } from '#main/lab/run-log.ts'
import {
  createSweepFolder,
  lineOf,
  readSweepFolder,
  sweepFolders,
  trialsName,
  type TrialLine,
} from '#main/lab/sweeps/folder.ts'
import { parseSweep, trialsOf } from '#shared/experiment/sweep/index.ts'

const spec = parseSweep({
  title: 'Rates of Wine',
  experiment: {
    dataset: { builtin: 'wine' },
    lanes: [
      { id: 'sgd', optimizer: 'sgd' },
      { id: 'adam', optimizer: 'adam' },
    ],
    seeds: [1, 2],
    budget: { epochs: 1 },
  },
  trials: 3,
})
const trials = trialsOf(spec)
const info = { id: 'abcd1234', created: '2026-01-02T03:04:05.000Z', app: '1.2.3', stacked: 4 }

let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  folder = join(home, '2026-01-02_03-04-05-rates-of-wine-abcd1234')
  await createSweepFolder(folder, spec, info)
})

afterEach(() => rm(home, { recursive: true }))

const line = (index: number, ...scores: (number | null)[]): string =>
  `${JSON.stringify(lineOf(spec, trials[index]!, scores))}\n`

const write = (text: string): Promise<void> => appendFile(join(folder, trialsName), text)

describe('a sweep’s folder', () => {
  it('reads back as it was written', async () => {
    expect(await sweepFolders(home)).toEqual([folder])
    expect(await readSweepFolder(folder)).toEqual({
      folder,
      ...info,
      spec,
      trials,
      results: new Map(),
    })
  })

  it('holds a trial a line, every bit of its scores', async () => {
    await write(line(0, 0.1 + 0.2, null) + line(3, 5e-324, 1.7976931348623157e308))
    const { results } = await readSweepFolder(folder)
    expect([...results.values()]).toEqual([
      { index: 0, scores: [0.30000000000000004, null] },
      { index: 3, scores: [5e-324, 1.7976931348623157e308] },
    ])
  })

  it('forgets a torn last line', async () => {
    await write(line(0, 1, 2) + line(1, 3, 4).slice(0, 20))
    const { results } = await readSweepFolder(folder)
    expect([...results.keys()]).toEqual([0])
  })

  it('forgets a line that was written whole and is another now, and no other', async () => {
    const log = new RunLog<TrialLine>(folder, { name: trialsName })
    await log.append([0, 1, 2].map((index) => lineOf(spec, trials[index]!, [1, 2])))
    await log.close()
    const path = join(folder, trialsName)
    const text = await readFile(path, 'utf8')
    // The second trial's score, 1, becomes 3 by one flipped bit.
    await writeFile(path, text.replace(/("trial":1,.*"scores":\[)1/, '$13'))
    expect([...(await readSweepFolder(folder)).results.keys()]).toEqual([0, 2])
  })

  it('whose description is another now is refused', async () => {
    const path = join(folder, 'sweep.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"stacked": ', '"stacked": 1'))
    await expect(readSweepFolder(folder)).rejects.toMatchObject({ code: 'bad-file' })
  })

  it('counts no line that is not a finished trial of this sweep', async () => {
    const foreign = { ...lineOf(spec, trials[1]!, [1, 2]), hyper: { lr: 77 } }
    await write(
      line(0, 1, 2) +
        line(0, 8, 9) + // a second time: the first stands
        line(2, 1) + // a seed is missing
        `${JSON.stringify(foreign)}\n` +
        'null\n\n{"trial":99,"lane":"sgd","hyper":{},"scores":[1,2]}\n',
    )
    const { results } = await readSweepFolder(folder)
    expect([...results.values()]).toEqual([{ index: 0, scores: [1, 2] }])
  })

  it('that is none is refused with its path', async () => {
    const path = join(home, 'nothing')
    await expect(readSweepFolder(path)).rejects.toMatchObject({
      code: 'bad-file',
      parameters: { path: join(path, 'sweep.json') },
    })
    await writeFile(join(folder, 'sweep.json'), '{"version":2}')
    await expect(readSweepFolder(folder)).rejects.toMatchObject({ code: 'bad-file' })
    expect(await sweepFolders(join(home, 'none'))).toEqual([])
  })
})
