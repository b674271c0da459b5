import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import type { Lab } from '#main/lab/types.ts'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { answerCall, valueOf } from '#shared/contract/answer.ts'
import type { Laboratory, LabEvent } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { borrowPool, readerHere } from '../support.ts'
import { built, iris, root } from './support.ts'

interface Opened {
  readonly lab: Lab
  readonly page: Laboratory
  readonly events: LabEvent[]
}

let folder: string
let opened: Opened[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  opened = []
})

afterEach(async () => {
  for (const { lab } of opened) await lab.dispose()
  await rm(folder, { recursive: true })
})

/** A whole laboratory with a data folder of that name, and a page that sees it through the contract. */
async function open(name: string): Promise<Opened> {
  const out = await built()
  const lab = createLab({
    shell: 'served',
    version: '1.2.3',
    dataFolder: join(folder, name),
    resources: join(root, 'resources'),
    pool: borrowPool(out, 2),
    reader: readerHere(),
  })
  const events: LabEvent[] = []
  lab.onEvent((event) => events.push(event))
  const own = lab.connect({ kind: 'tunnel', open: () => undefined })
  const page = createLaboratory(async (called, input) =>
    valueOf(await answerCall(own, called, input)),
  )
  const whole = { lab, page, events }
  opened.push(whole)
  return whole
}

/** Races to the end. @returns the race's id and folder */
async function raced(
  { page }: Opened,
  spec: ExperimentInput,
): Promise<{ id: string; folder: string }> {
  const { id, folder } = await page.startRace({ spec: parseSpec(spec), pace: null })
  await expect.poll(async () => (await page.currentRaces())[0]?.status.phase).toBe('finished')
  return { id, folder }
}

async function bundleOf(run: string): Promise<string> {
  const path = join(folder, 'run.descentrun')
  await pipeline(await openBundle(run, '1.2.3'), createWriteStream(path))
  return path
}

describe('the runs of a laboratory', () => {
  it('are listed while they run, when they are over, and after the next start', async () => {
    const first = await open('data')
    const { id } = await first.page.startRace({
      spec: iris({ budget: { epochs: 10_000 }, record: { metrics: ['trainLoss'], state: false } }),
      pace: 50,
    })
    expect((await first.page.listRuns()).runs).toMatchObject([{ id, state: 'running' }])
    await expect(first.page.deleteRuns({ ids: [id] })).rejects.toMatchObject({ code: 'run-busy' })
    const told = first.events.filter(({ kind }) => kind === 'runs').length
    expect(told).toBeGreaterThan(0)
    await expect
      .poll(async () => (await first.page.listRuns()).runs[0]?.best?.value)
      .toBeGreaterThan(0)
    await first.page.stopRace({ id })
    expect(first.events.filter(({ kind }) => kind === 'runs').length).toBeGreaterThan(told)
    const [stopped] = (await first.page.listRuns()).runs
    expect(stopped).toMatchObject({ id, name: 'Iris experiment', state: 'stopped' })
    expect(stopped!.lanes).toHaveLength(6)
    expect(stopped!.best?.value).toBeGreaterThan(0)
    await first.lab.dispose()

    const second = await open('data')
    expect((await second.page.listRuns()).runs).toEqual([stopped])
  })

  it('that have ended can be deleted though they are shown, and come back to the same numbers', async () => {
    const whole = await open('data')
    const { page } = whole
    const { id } = await raced(whole, iris())
    const before = await page.openRace({ id })
    expect(await page.deleteRuns({ ids: [id] })).toMatchObject({ runs: [], deleted: { runs: 1 } })
    await expect(page.openRace({ id })).rejects.toMatchObject({ code: 'not-found' })
    // A page that is loaded anew is not shown what was deleted.
    expect(await page.currentRaces()).toEqual([])
    await page.restoreRuns({ ids: [id] })
    expect((await page.currentRaces())[0]).toMatchObject({ id, status: { phase: 'finished' } })
    expect(await page.openRace({ id })).toEqual(before)
  })

  it('give their specs to be raced anew', async () => {
    const whole = await open('data')
    const { id } = await raced(whole, iris())
    expect(parseSpec(await whole.page.readRunSpec({ id }))).toEqual(parseSpec(iris()))
  })
})

describe('a bundle', () => {
  it('opens elsewhere to the very same race', async () => {
    const [here, there] = [await open('here'), await open('there')]
    const spec = iris({ seeds: [1, 2], record: { metrics: ['trainLoss', 'rate'], paths: true } })
    const run = await raced(here, spec)
    await here.page.noteRun({ id: run.id, notes: { title: 'Mine', tags: ['a'] } })
    const path = await bundleOf(run.folder)

    // Naming a path opens nothing: the page has to be given it.
    const source = { file: path, read: {} }
    await expect(there.page.importRun({ source })).rejects.toMatchObject({ code: 'not-found' })
    const taken = await there.page.importRun({ source: there.lab.admitFile(path) })
    expect(taken).toMatchObject({ id: run.id, name: 'Mine', notes: { tags: ['a'] } })
    const [before, after] = [
      await here.page.openRace({ id: run.id }),
      await there.page.openRace({ id: run.id }),
    ]
    expect(after.recorded).toEqual(before.recorded)
    expect({ ...after.race, folder: '' }).toEqual({ ...before.race, folder: '' })
    expect(await there.page.raceProblem({ id: run.id })).toEqual(
      await here.page.raceProblem({ id: run.id }),
    )
  })

  it('of a race on a person’s table brings the table: it can be raced on there', async () => {
    const [here, there] = [await open('here'), await open('there')]
    const rows = Array.from({ length: 60 }, (_, at) => `${at % 7},${(at * 3) % 5},${at % 2}`)
    const text = ['size,weight,kind', ...rows, ''].join('\n')
    const path = join(folder, 'own.csv')
    await writeFile(path, text)
    const { source } = await here.page.openTable({ source: here.lab.admitFile(path) })
    const spec: ExperimentInput = {
      dataset: source,
      target: 'kind',
      loss: 'meanSquaredError',
      lanes: [{ id: 'adam', optimizer: 'adam' }],
      budget: { epochs: 3 },
    }
    const run = await raced(here, spec)
    const bundle = await bundleOf(run.folder)
    await rm(path)

    const taken = await there.page.importRun({ source: there.lab.admitFile(bundle) })
    expect(taken).toMatchObject({ id: run.id, dataset: 'own.csv' })
    expect(await there.page.raceProblem({ id: run.id })).toMatchObject({ target: 'kind' })
    const again = await raced(there, parseSpec(await there.page.readRunSpec({ id: run.id })))
    const [first, second] = [
      await there.page.openRace({ id: run.id }),
      await there.page.openRace({ id: again.id }),
    ]
    expect(second.recorded.columns.metrics).toEqual(first.recorded.columns.metrics)
    const name = (await readdir(join(folder, 'there', 'runs'))).find((n) => n.endsWith(run.id))
    const copy = await readFile(join(folder, 'there', 'runs', name!, 'data', 'own.csv'))
    expect(createHash('sha256').update(copy).digest('hex')).toBe(
      'sha256' in source ? source.sha256 : '',
    )
  })

  it('of a run that was stopped goes on there, to the numbers of one that never was', async () => {
    const [here, there] = [await open('here'), await open('there')]
    const spec = iris({ budget: { epochs: 400 }, record: { every: { epochs: 10 }, state: false } })
    const whole = await raced(here, spec)
    const { id, folder: run } = await here.page.startRace({ spec, pace: 150 })
    await expect
      .poll(async () => (await here.page.currentRaces())[0]?.status.step)
      .toBeGreaterThan(200)
    await here.page.stopRace({ id })
    const taken = await there.page.importRun({
      source: there.lab.admitFile(await bundleOf(run)),
    })
    expect(taken).toMatchObject({ id, state: 'stopped' })
    await there.page.resumeRun({ id, pace: null })
    await expect
      .poll(async () => (await there.page.currentRaces())[0]?.status.phase)
      .toBe('finished')
    const byRow = ({ recorded }: Awaited<ReturnType<Laboratory['openRace']>>): string[] => {
      const { run: runs, step, metrics } = recorded.columns
      const rows = Array.from(runs, (each, row) => {
        return `${each}@${step[row]}: ${Object.values(metrics).map((values) => values?.[row])}`
      })
      return rows.sort()
    }
    expect(byRow(await there.page.openRace({ id }))).toEqual(
      byRow(await here.page.openRace({ id: whole.id })),
    )
  })
})
