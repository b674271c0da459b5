import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSpec } from '#shared/experiment/spec.ts'
import type { SweepInput } from '#shared/experiment/sweep/index.ts'
import { runsIn } from '../lab/support.ts'
import { answerOf, lab as run } from '../support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }))

/** @param meanwhile is given the process while it runs */
const lab = (
  words: readonly string[],
  meanwhile?: (child: ChildProcess) => void,
): ReturnType<typeof run> => run(words, { data: folder, ...(meanwhile && { meanwhile }) })

/** 3 contestants × 8 trials × 2 seeds are 48 runs, in three stacked races. */
function wine(epochs: number): SweepInput {
  return {
    title: 'Wine sweep',
    experiment: {
      dataset: { builtin: 'wine' },
      lanes: [
        { id: 'sgd', optimizer: 'sgd' },
        { id: 'adagrad', optimizer: 'adagrad' },
        { id: 'adadelta', optimizer: 'adadelta' },
      ],
      seeds: [1, 2],
      budget: { epochs },
    },
    trials: 8,
    search: { rate: { from: 1e-4, to: 10 } },
  }
}

async function specFile(spec: unknown): Promise<string> {
  const path = join(folder, 'sweep-spec.json')
  await writeFile(path, typeof spec === 'string' ? spec : JSON.stringify(spec))
  return path
}

async function sweepsIn(parent = join(folder, 'sweeps')): Promise<string[]> {
  const names = await readdir(parent).catch(() => [])
  return names.sort().map((name) => join(parent, name))
}

async function trialsIn(sweep: string | undefined): Promise<{ trial: number; scores: unknown }[]> {
  const text = await readFile(join(sweep ?? '', 'trials.jsonl'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { trial: number; scores: unknown })
}

/** Sends the signal when the first trials are written down. */
function inTheMiddle(signal: NodeJS.Signals): (child: ChildProcess) => void {
  return (child) => {
    // Two looks may see the first trial, and a second signal would end the program at once.
    let sent = false
    const look = setInterval(() => {
      void sweepsIn()
        .then(([sweep]) => trialsIn(sweep))
        .then((trials) => {
          if (trials.length === 0 || sent) return
          sent = true
          clearInterval(look)
          child.kill(signal)
        })
    }, 20)
    child.once('exit', () => clearInterval(look))
  }
}

const every = [...Array(24).keys()]

describe('lab sweep', () => {
  it('prints the best of each, and how to race the tuned', async () => {
    const { code, stdout, stderr } = await lab(['sweep', await specFile(wine(10))])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^lane +final validation loss +over seeds +best hyper-parameters/)
    expect(lines[2]).toMatch(/^sgd +\d\.\d{4} .* lr [\d.]+/)
    expect(lines[4]).toMatch(/^adadelta +\d\.\d{4} .* rho 0\.\d+/)
    expect(stdout).toContain('The tuned race runs on seeds 3 to 12, which no trial ran on.')
    const [sweep] = await sweepsIn()
    expect(stdout).toContain(`24 trials, recorded in ${sweep}`)
    expect(lines.at(-1)).toBe(`race the tuned with: lab run ${join(sweep!, 'tuned-race.json')}`)
    const tuned = parseSpec(JSON.parse(await readFile(join(sweep!, 'tuned-race.json'), 'utf8')))
    expect(tuned.lanes.map(({ id }) => id)).toEqual(['sgd', 'adagrad', 'adadelta'])
    // The races of the trials are the sweep's own, none is among the runs.
    expect(await runsIn(folder)).toEqual([])
    expect(await runsIn(sweep!)).toHaveLength(3)
  })

  it('prints JSON and races the tuned, in a folder of one’s choice', async () => {
    const parent = join(folder, 'elsewhere')
    const words = ['--json', '--race', '--seeds=3', `--out=${parent}`]
    const { code, stdout } = await answerOf(['sweep', await specFile(wine(10)), ...words], folder)
    expect(code).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      folder: (await sweepsIn(parent))[0],
      status: { phase: 'finished', done: 24, total: 24 },
      tuningSeeds: [1, 2],
      tunedRace: { seeds: [3, 4, 5] },
      sharesHeldOut: true,
      race: { status: { phase: 'finished' }, shape: { lanes: 3, seeds: 3 } },
    })
    for (const { best, trials } of result.contestants) {
      expect(trials).toHaveLength(8)
      const medians = trials.map(({ median }: { median: number | null }) => median ?? Infinity)
      expect(best.median).toBe(Math.min(...medians))
    }
    const [race] = await runsIn(folder)
    expect(result.race.folder).toBe(race)
    // What was raced is what was tuned.
    expect(result.race.lanes[0].hyper.lr).toBe(result.contestants[0].best.hyper.lr)
  })

  it('that was killed goes on with what is missing, to the same numbers in every bit', async () => {
    const path = await specFile(wine(120))
    const killed = await lab(['sweep', path], inTheMiddle('SIGKILL'))
    expect(killed.signal).toBe('SIGKILL')
    const [sweep] = await sweepsIn()
    const before = await trialsIn(sweep)
    expect(before.length).toBeGreaterThan(0)
    expect(before.length).toBeLessThan(24)

    const { code, stdout } = await lab(['sweep', '--resume', sweep!])
    expect(code).toBe(0)
    expect(stdout).toContain(`24 trials, recorded in ${sweep}`)
    const after = await trialsIn(sweep)
    // The lines that were there stand as they were; every trial has one.
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.map(({ trial }) => trial).sort((a, b) => a - b)).toEqual(every)

    const parent = join(folder, 'whole')
    expect((await answerOf(['sweep', path, `--out=${parent}`], folder)).code).toBe(0)
    const [whole] = await sweepsIn(parent)
    expect(after).toEqual(await trialsIn(whole))
  })

  it('stops at Ctrl-C and says how to go on', async () => {
    const { code, stdout } = await lab(['sweep', await specFile(wine(240))], inTheMiddle('SIGINT'))
    expect(code).toBe(130)
    const [sweep] = await sweepsIn()
    const done = (await trialsIn(sweep)).length
    expect(stdout).toContain(
      `stopped after ${done} of 24 trials; go on with: lab sweep --resume ${sweep}`,
    )
    expect(stdout).not.toContain('race the tuned')
  })

  it('names every fault by its path, and exits 2', async () => {
    const wrong = { ...wine(10), trials: 0, search: { rate: { from: 3, to: 1 } } }
    const { code, stdout, stderr } = await answerOf(['sweep', await specFile(wrong)], folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('trials: ')
    expect(await sweepsIn()).toEqual([])
  })

  it.each([
    [['sweep']],
    [['sweep', 'no-such-file']],
    [['sweep', 'a', 'b']],
    [['sweep', 'a', '--resume', 'b']],
    [['sweep', '--resume', 'a', '--out', 'b']],
    [['sweep', '--resume', 'a', '--seeds', '0']],
  ])('refuses %j with one sentence and exit code 2', async (words) => {
    const { code, stdout, stderr } = await answerOf(words, folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^[^\n]{10,200}\.\n$/)
  })

  it('says in a sentence that a folder holds no sweep', async () => {
    const { code, stderr } = await answerOf(['sweep', '--resume', folder], folder)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^.*sweep\.json cannot be read as a sweep .*\n$/)
  })

  it('explains itself', async () => {
    const { code, stdout } = await answerOf(['sweep', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Usage: lab sweep[^]*--resume DIR/)
  })
})
