import { describe, expect, it } from 'vitest'
import { kerasFiles, pytorchFiles, type ScriptInput } from '#main/lab/exports/python/index.ts'
import { layoutOf } from '#shared/models.ts'
import { startParameters } from '#shared/training/stack.ts'
import { inputOf } from '#test/support/scripts.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'

interface Data {
  features: string[]
  classes: string[]
  problems: { train: { x: number[][]; y: number[] }; validation: { x: number[][]; y: number[] } }[]
  seeds: { seed: number; problem: number; start: number[] }[]
  batches: number[][] | null
}

async function irisInput(change: Parameters<typeof specOf>[0] = {}): Promise<ScriptInput> {
  return inputOf(specOf(change), await readTable('iris'))
}

const dataOf = (input: ScriptInput): Data => JSON.parse(pytorchFiles(input)[1]!.content) as Data

describe('the data file', () => {
  it('holds each seed’s rows and start weights to the bit, a shared split once', async () => {
    const input = await irisInput({ seeds: [1, 2, 3], split: { folds: 2, seed: 5 } })
    const data = dataOf(input)
    expect(data.seeds.map(({ seed, problem }) => [seed, problem])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ])
    expect(data.problems).toHaveLength(2)
    expect(data.batches).toBeNull()
    input.problems.forEach((problem, index) => {
      const { seed, problem: at, start } = data.seeds[index]!
      for (const part of ['train', 'validation'] as const) {
        const { x, y } = data.problems[at]![part]
        expect(Float64Array.from(x.flat())).toEqual(problem[part].features)
        const oneHot = y.flatMap((code) => [0, 1, 2].map((each) => (each === code ? 1 : 0)))
        expect(Float64Array.from(oneHot)).toEqual(problem[part].targets)
      }
      const layout = layoutOf(input.spec.model, 4, 3)
      expect(Float64Array.from(start)).toEqual(startParameters(input.spec, layout, seed))
    })
    expect(data.classes).toEqual(input.problems[0]!.classNames)
    expect(data.features).toHaveLength(4)
  })

  it('holds batches that the experiment writes down', async () => {
    const start = { train: [0, 60, 120], validation: [], parameters: new Array(15).fill(0.5) }
    const input = await irisInput({ start: { ...start, batches: [[2, 0, 1]] } })
    expect(dataOf(input).batches).toEqual([[2, 0, 1]])
    const { content } = pytorchFiles(input)[0]!
    expect(content).toContain('DATA["batches"]')
    expect(content).not.toContain('class Random')
  })

  it('is refused where one file cannot hold it', async () => {
    const input = await irisInput({
      model: { hidden: [4096] },
      seeds: Array.from({ length: 1000 }, (_, seed) => seed),
    })
    expect(() => pytorchFiles(input)).toThrow(/race_data\.json would hold \d+ numbers/)
    expect(() => kerasFiles(input)).toThrow(expect.objectContaining({ code: 'not-saved' }))
  })
})

describe('the scripts', () => {
  it('have only the rules, schedules and clippings that a lane has', async () => {
    const { content } = pytorchFiles(
      await irisInput({
        lanes: [
          { id: 'a', optimizer: 'adam', convention: 'pytorch' },
          { id: 'b', optimizer: 'adam', convention: 'keras', schedule: { kind: 'cosine' } },
          { id: 'c', optimizer: 'adam', convention: 'keras', hyper: { amsgrad: true } },
          { id: 'd', optimizer: 'adam', convention: 'keras', hyper: { lr: 1 } },
        ],
      }),
    )[0]!
    expect(content.match(/^class \w+\(Rule\)/gm)).toEqual([
      'class AdamKeras(Rule)',
      'class AdamKeras2(Rule)',
    ])
    expect(content).toContain('torch.optim.Adam(')
    expect(content).toContain('def cosine_schedule(rate, t, steps, end):')
    expect(content).not.toMatch(/_schedule\(rate, t, gamma|def clip_by|looking_ahead/)
    expect(content).not.toMatch(/undefined|\[object|NaN,/)
  })

  it('carry the name into file names of any system', async () => {
    const spec = specOf({ lanes: lanesOf('sgd') })
    const input = inputOf(spec, await readTable('iris'))
    const namesOf = (name: string): string[] =>
      [...pytorchFiles({ ...input, name }), ...kerasFiles({ ...input, name })].map(
        (file) => file.name,
      )
    expect(namesOf('Ärger: 3 × Adam!')).toEqual([
      'arger-3-adam_pytorch.py',
      'arger-3-adam_data.json',
      'arger-3-adam_keras.py',
      'arger-3-adam_data.json',
    ])
    expect(namesOf('../../etc/passwd')[0]).toBe('etc-passwd_pytorch.py')
    expect(namesOf('鸢尾花')[0]).toBe('race_pytorch.py')
  })

  it('keep what a person wrote inside its string', async () => {
    const hostile = 'a"""\\\nimport os\u2028os.abort()\u202e\ud800\u0000{}%(prog)s'
    const spec = specOf({ title: hostile, lanes: [{ id: hostile, optimizer: 'sgd' }] })
    const input = inputOf(spec, await readTable('iris'), { name: hostile, appVersion: hostile })
    for (const files of [pytorchFiles(input), kerasFiles(input)]) {
      const { content } = files[0]!
      expect(content).not.toMatch(/^\s*import os|[\u2028\u202e\ud800]/m)
      expect(content).not.toContain('a"""')
      expect(content).toContain(
        '"a\\"\\"\\"\\\\\\u000aimport os\\u2028os.abort()\\u202e\ufffd\\u0000{}%(prog)s"',
      )
    }
  })
})
