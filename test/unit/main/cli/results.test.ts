import { describe, expect, it } from 'vitest'
import { progressText } from '#main/cli/progress.ts'
import { resultLines, resultsOf } from '#main/cli/results.ts'
import { textTable } from '#main/cli/table.ts'
import { parseWords, UsageError, wholeNumber } from '#main/cli/usage.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

const spec = parseSpec({
  dataset: { builtin: 'iris' },
  lanes: [
    { id: 'slow', optimizer: 'sgd', hyper: { lr: 0.01 } },
    { id: 'sgd', optimizer: 'sgd', hyper: { lr: 0.5 } },
  ],
  seeds: [7, 8],
  budget: { steps: 4 },
})

/** Runs are lane-major: 0 and 1 are the seeds of `slow`. Run 3 recorded nothing after step 2. */
const columns = {
  run: Uint32Array.of(0, 1, 2, 3, 2, 0, 1),
  step: Uint32Array.of(2, 2, 2, 2, 4, 4, 4),
  samples: Float64Array.of(48, 48, 48, 48, 96, 96, 96),
  seconds: new Float64Array(7),
  metrics: { trainLoss: Float64Array.of(9, 9, 9, Number.NaN, 0.25, 1, 2) },
}

describe('results', () => {
  it("are each run's last point, whatever order the processes recorded in", () => {
    const results = resultsOf(spec, columns, [])
    expect(results.map(({ id, runs }) => [id, runs.map((run) => run.metrics.trainLoss)])).toEqual([
      ['slow', [1, 2]],
      ['sgd', [0.25, Number.NaN]],
    ])
    expect(results[1]?.runs.map(({ seed, step }) => [seed, step])).toEqual([
      [7, 4],
      [8, 2],
    ])
  })

  it('are a table of means: (1 + 2)/2 = 1.5, deviation √(0.5² + 0.5²) = 0.7071', () => {
    expect(resultLines(resultsOf(spec, columns, []))).toEqual([
      'lane        settings  training loss (mean ± sd)',
      '──────────  ────────  ─────────────────────────',
      'slow (sgd)  lr 0.01             1.5000 ± 0.7071',
      'sgd         lr 0.5                    NaN ± NaN',
    ])
  })

  it('say what is done to a rate and to gradients', () => {
    const lanes = parseSpec({
      ...spec,
      lanes: [
        {
          id: 'sgd',
          optimizer: 'sgd',
          hyper: { lr: 0.5 },
          schedule: { kind: 'cosine', parameters: { steps: 3, end: 0.1 }, warmup: 1 },
          clipping: { kind: 'globalNorm', limit: 2 },
          weightDecay: { kind: 'decoupled', rate: 0.01 },
        },
        { id: 'warm', optimizer: 'sgd', schedule: { kind: 'constant', warmup: 2 } },
      ],
    })
    const lines = resultLines(resultsOf(lanes, columns, []))
    expect(lines[2]).toContain(
      'lr 0.5, cosine (steps 3, end 0.1) after 1 steps of warm-up, clipped by globalNorm 2, decoupled decay 0.01',
    )
    expect(lines[3]).toContain('lr 0.02, constant after 2 steps of warm-up')
  })

  it('leave out what a rule has by itself, and name another convention than the tutorial’s', () => {
    const lanes = parseSpec({
      ...spec,
      lanes: [
        { id: 'adam', optimizer: 'adam', hyper: { lr: 0.01 } },
        { id: 'other', optimizer: 'adam', convention: 'pytorch', hyper: { beta1: 0.8 } },
        { id: 'adadelta', optimizer: 'adadelta' },
      ],
    })
    const results = resultsOf(lanes, columns, [])
    const [adam, other, adadelta] = resultLines(results).slice(2)
    expect(adam).toMatch(/^adam {10}lr 0\.01 +1\.5/)
    expect(other).toMatch(/^other \(adam\) {2}pytorch, lr 0\.001, beta1 0\.8 +NaN/)
    expect(adadelta).toMatch(/^adadelta {6}defaults +NaN/)
    // The whole of it is in what --json prints.
    expect(results[0]?.hyper).toMatchObject({ lr: 0.01, beta1: 0.9, beta2: 0.999 })
  })

  it('of nothing recorded are lanes without numbers', () => {
    const none = new Uint32Array()
    const empty = {
      run: none,
      step: none,
      samples: new Float64Array(),
      seconds: new Float64Array(),
    }
    const results = resultsOf(spec, { ...empty, metrics: {} }, [])
    expect(results[0]?.runs[0]).toEqual({ seed: 7, step: 0, samples: 0, metrics: {}, events: [] })
    expect(resultLines(results)).toHaveLength(4)
  })
})

describe('text tables', () => {
  it('align columns and leave no space at line ends', () => {
    const table = textTable(
      [{ title: 'a', align: 'right' }, { title: 'bb' }],
      [
        ['1', 'x'],
        ['22', ''],
      ],
    )
    expect(table).toEqual([' a  bb', '──  ──', ' 1  x', '22'])
  })
})

describe('the progress line', () => {
  it('guesses the time left: 30 of 120 steps took 5 s, 90 take 15 s', () => {
    expect(progressText('Iris', { step: 30, steps: 120 }, 5)).toBe(
      'Iris: 25 %, step 30 of 120, 15 s left',
    )
  })

  it.each([
    [1, 4001, 1, '1 h 7 min'],
    [1, 101, 6, '10 min'],
  ])('writes %i of %i steps in %i s as %s left', (step, steps, seconds, left) => {
    expect(progressText('', { step, steps }, seconds)).toContain(`, ${left} left`)
  })

  it('never wraps', () => {
    expect(progressText('x'.repeat(200), { step: 0, steps: 1 }, 0, 40)).toHaveLength(39)
  })
})

describe('bad usage', () => {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const

  it.each([
    [['--no-such'], "Unknown option '--no-such'; see 'lab run --help'."],
    [['--json=1'], "Option '--json' does not take an argument; see 'lab run --help'."],
    [['--out'], "Option '--out <value>' argument missing; see 'lab run --help'."],
  ])('of %s is one sentence', (args, sentence) => {
    expect(() => parseWords('lab run', { args, options, allowPositionals: true })).toThrow(
      new UsageError(sentence),
    )
  })

  it.each(['0', '-1', '1.5', '', 'x', '1e2', '999'])('of a number is refused: %s', (text) => {
    expect(() => wholeNumber('--n', text, 1, 64)).toThrow(UsageError)
  })

  it('lets whole numbers in the range through', () => {
    expect([wholeNumber('--n', '1', 1, 64), wholeNumber('--n', '64', 1, 64)]).toEqual([1, 64])
  })
})
