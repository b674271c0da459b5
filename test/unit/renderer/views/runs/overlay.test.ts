// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useLibrary } from '#renderer/stores/library.ts'
import { useOpenedRuns } from '#renderer/views/runs/opened.ts'
import {
  drawnLanes,
  endOf,
  letterOf,
  longest,
  metricsOf,
  mostLabels,
  overlay,
  standingsAt,
  weightOf,
  type DrawnRun,
} from '#renderer/views/runs/overlay.ts'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { settle, withApp } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

/** Runs trained on the reference engine, opened as the page opens them. */
async function drawn(...inputs: Partial<ExperimentInput>[]): Promise<DrawnRun[]> {
  const bridge = new TestLaboratory()
  const ids = inputs.map((input) => bridge.library.add({}, input))
  const { value } = withApp(() => ({ opened: useOpenedRuns(), library: useLibrary() }), bridge)
  await value.library.list()
  value.opened.want(ids)
  await settle()
  return ids.map((id, at) => ({
    opened: value.opened.find(id)!,
    letter: letterOf(at),
    weight: weightOf(at),
  }))
}

describe('runs over one another', () => {
  it('have a curve per lane, distinguished by letter and weight, in their optimizers’ colours', async () => {
    const runs = await drawn({}, { budget: { epochs: 3 } })
    const lanes = drawnLanes(runs, 'trainLoss', 'step')
    const { curves, bands } = overlay(lanes)
    expect(curves.map(({ name, weight }) => [name, weight])).toEqual([
      ['A SGD', 2.5],
      ['A Adam', 2.5],
      ['B SGD', 1.25],
      ['B Adam', 1.25],
    ])
    expect(curves[0]?.look).toEqual(curves[2]?.look)
    expect(curves[0]?.look).not.toEqual(curves[1]?.look)
    expect(new Set(curves.map(({ id }) => id)).size).toBe(4)
    expect(bands).toEqual([])
  })

  it('stand at steps, at epochs of their own rows, or at seconds', async () => {
    // 120 rows: batches of 32 take 4 steps an epoch, of 60 two.
    const runs = await drawn({}, { batchSize: 60 })
    const x = (axis: 'step' | 'epoch' | 'seconds'): number[][] =>
      drawnLanes(runs, 'trainLoss', axis).map((lane) => [...lane.x])
    expect(x('step')).toEqual([
      [4, 8],
      [4, 8],
      [2, 4],
      [2, 4],
    ])
    expect(x('epoch')).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    expect(x('seconds')[0]).toHaveLength(2)
    const lanes = drawnLanes(runs, 'trainLoss', 'epoch')
    expect(endOf(runs, lanes, 'epoch')).toBe(2)
    expect(endOf(runs, drawnLanes(runs, 'trainLoss', 'step'), 'step')).toBe(8)
  })

  it('leave out a run that has not recorded the metric', async () => {
    const runs = await drawn({}, { record: { metrics: ['gradientNorm'] } })
    expect(drawnLanes(runs, 'gradientNorm', 'step').map(({ name }) => name)).toEqual([
      'B SGD',
      'B Adam',
    ])
    expect(metricsOf(runs.map(({ opened }) => opened))).toEqual([
      'trainLoss',
      'validationLoss',
      'gradientNorm',
    ])
  })

  it('the lit run stands out, the others stand back', async () => {
    const runs = await drawn({}, {})
    const lanes = drawnLanes(runs, 'trainLoss', 'step')
    const { curves } = overlay(lanes, runs[1]!.opened.id)
    expect(curves.map(({ selected, faint }) => [selected, faint])).toEqual([
      [false, true],
      [false, true],
      [true, false],
      [true, false],
    ])
  })

  it('a single run has the bands of its seeds', async () => {
    const runs = await drawn({ seeds: [1, 2, 3] })
    const { bands, curves } = overlay(drawnLanes(runs, 'trainLoss', 'step'))
    expect(bands).toHaveLength(2)
    const [band, curve] = [bands[0]!, curves[0]!]
    expect(band.low[0]).toBeLessThanOrEqual(curve.y[0]!)
    expect(band.high[0]).toBeGreaterThanOrEqual(curve.y[0]!)
  })

  it('too many have no labels, and none is dropped', async () => {
    const inputs = Array.from({ length: mostLabels / 2 + 1 }, () => ({}))
    const { curves } = overlay(drawnLanes(await drawn(...inputs), 'trainLoss', 'step'))
    expect(curves).toHaveLength(mostLabels + 2)
    expect(curves.every(({ unlabelled }) => unlabelled)).toBe(true)
  })

  it('are read at a place of the axis, the best first; one that has ended keeps its last', async () => {
    const runs = await drawn({ budget: { epochs: 1 } }, { budget: { epochs: 4 } })
    const lanes = drawnLanes(runs, 'trainLoss', 'epoch')
    const values = standingsAt(lanes, 'trainLoss', 3).map(({ value }) => value)
    expect(values).toHaveLength(4)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    const ended = standingsAt(lanes, 'trainLoss', 4).find(({ lane }) => lane.name === 'A SGD')
    expect(ended?.value).toBe(lanes[0]!.band.median[0])
    expect(standingsAt(lanes, 'trainLoss', 0.5)).toEqual([])
    expect(longest(lanes)?.name).toBe('B SGD')
  })

  it('letters go on after Z', () => {
    expect([0, 25, 26, 27, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA'])
  })
})
