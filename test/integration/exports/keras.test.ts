import { describe, expect, it } from 'vitest'
import { kerasFiles } from '#main/lab/exports/python/index.ts'
import { laneRules } from '#main/lab/exports/python/rules.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import type { Convention } from '#shared/optimizers/index.ts'
import { readGolden, type RaceRuns, type UpdateRules } from '#test/support/golden.ts'
import { kerasStandIn, python, runScripts, withFiles } from '#test/support/python.ts'
import {
  everyRule,
  expectSame,
  goldenSpec,
  inputOf,
  referenceRun,
  unusualRules,
} from '#test/support/scripts.ts'
import { oddLanes, pastedLanes } from '#test/support/pastes.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'

const { cases } = readGolden<RaceRuns>('race-run.json')
const rules = readGolden<UpdateRules>('update-rules.json')

/** Keras is no package of Debian's: what is run here is a stand-in, which says so of itself. */
const env = { PYTHONPATH: kerasStandIn }

const record: ExperimentInput['record'] = {
  metrics: ['batchLoss', 'trainLoss', 'trainAccuracy', 'gradientNorm', 'updateNorm', 'rate'],
  every: { steps: 3 },
}

describe('the stand-in for Keras', () => {
  it('takes the steps that Keras took in update-rules.json', async () => {
    const own = rules.cases.filter(({ convention }) => convention === 'keras')
    const spec = specOf({
      lanes: own.map(({ optimizer, hyper }, at) => ({
        id: String(at),
        optimizer,
        convention: 'keras' as Convention,
        hyper,
      })),
    })
    const { calls, classes } = laneRules(spec.lanes, 'keras', [], () => false)
    // Each of Keras's rules is one of its own optimizers.
    expect(classes).toBe('')
    const script = `import json, torch, keras
optimizers = [${calls.join(', ')}]
for optimizer in optimizers:
    w = keras.Variable(torch.tensor(${JSON.stringify(rules.initial)}, dtype=torch.float64))
    path = []
    for g in ${JSON.stringify(rules.gradients)}:
        optimizer.apply([torch.tensor(g, dtype=torch.float64)], [w])
        path.append(w.value.tolist())
    print(json.dumps(path))
`.replaceAll(/\b(true|false)\b/g, (word) => (word === 'true' ? 'True' : 'False'))
    const printed = await withFiles([{ name: 'steps.py', content: script }], (folder) =>
      python(folder, ['steps.py'], env),
    )
    const paths = printed.trimEnd().split('\n')
    expect(paths).toHaveLength(own.length)
    own.forEach(({ params }, at) => {
      const path = JSON.parse(paths[at]!) as number[][]
      params.flat().forEach((value, i) => {
        const difference = Math.abs(path.flat()[i]! - value) / Math.max(1, Math.abs(value))
        expect(difference, calls[at]).toBeLessThanOrEqual(1e-10)
      })
    })
  })
})

describe('the Keras script, on the stand-in', () => {
  it('repeats every golden run', async () => {
    const inputs = await Promise.all(
      cases.map(async (golden) => {
        const table = await readTable(golden.dataset)
        return { table, input: inputOf(goldenSpec(golden), table) }
      }),
    )
    const runs = await runScripts(
      inputs.map(({ input }) => kerasFiles(input)),
      env,
    )
    inputs.forEach(({ table, input }, at) => expectSame(runs[at]!, referenceRun(table, input)))
  })

  it('repeats every rule, schedules, clipping, decay and early stops', async () => {
    const table = await readTable('iris')
    const race = (lanes: ExperimentInput['lanes']) =>
      specOf({
        model: { hidden: [6], activation: 'tanh', initial: { kind: 'glorot' } },
        lanes,
        seeds: [1, 9],
        split: { validation: 0.2, stratified: true, seed: 'run' },
        budget: { steps: 14 },
        record,
        stop: { target: { metric: 'trainAccuracy', value: 0.96 } },
      })
    // A race has 64 lanes at most.
    const others: ExperimentInput['lanes'] = [
      ...(['value', 'norm', 'globalNorm'] as const).map((kind) => ({
        id: kind,
        optimizer: 'adam',
        convention: 'keras' as const,
        hyper: { lr: 0.02, amsgrad: true },
        clipping: { kind, limit: 0.1 },
      })),
      ...(['coupled', 'decoupled'] as const).map((kind) => ({
        id: kind,
        optimizer: 'rmsprop',
        convention: 'keras' as const,
        hyper: { centered: true, momentum: 0.5 },
        weightDecay: { kind, rate: 0.2 },
        schedule: { kind: 'oneCycle', warmup: 3 },
      })),
      { id: 'no momentum', optimizer: 'lion', convention: 'keras', hyper: { beta1: 0 } },
      ...unusualRules,
    ]
    const rates = [{ lane: 'adam keras', rate: 0.05, step: 7 }]
    const inputs = [
      inputOf(race([...everyRule(), ...pastedLanes(), ...oddLanes]), table, { rates }),
      inputOf(race(others), table),
    ]
    const runs = await runScripts(
      inputs.map((input) => kerasFiles(input)),
      env,
    )
    inputs.forEach((input, at) => expectSame(runs[at]!, referenceRun(table, input)))
  })

  it('compiles, and says so where Keras is missing', async () => {
    const files = kerasFiles(inputOf(specOf({ lanes: lanesOf('adam') }), await readTable('iris')))
    await withFiles(files, async (folder) => {
      await python(folder, ['-m', 'py_compile', files[0]!.name])
      await expect(python(folder, [files[0]!.name])).rejects.toThrow(/No module named 'keras'/)
    })
  })
})
