// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useExperimentData } from '#renderer/stores/experiment-data.ts'
import { useLiveRace } from '#renderer/stores/race.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { usePersistedRace } from '#renderer/race/kept.ts'
import { createLane } from '#renderer/race/lanes.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRaceControl } from '#renderer/race/useRaceControl.ts'
import { useRaceView } from '#renderer/race/view.ts'
import { settle, withApp } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'

/** The stage on the Iris table, with three lanes of two seeds and four points. */
function opened(bridge = new TestLaboratory()) {
  const { value } = withApp(() => {
    const data = useExperimentData()
    data.choose({ ...data.data, source: { builtin: 'iris' }, name: 'Iris', target: undefined })
    const stage = useExperiment()
    stage.change({
      model: { hidden: [], activation: 'relu', initial: { kind: 'zeros' } },
      batchSize: 24,
      seeds: { first: 1, count: 2 },
      budget: { steps: 20 },
      every: { steps: 5 },
      lanes: [
        createLane('sgd', 'tutorial', { lr: 0.1 }),
        createLane('momentum', 'tutorial', { lr: 0.05 }),
        createLane('adam', 'tutorial', { lr: 0.02 }),
      ],
    })
    const control = useRaceControl()
    return { stage, data, race: useLiveRace(), view: useRaceView(), control }
  }, bridge)
  return { ...value, bridge }
}

async function raced() {
  const all = opened()
  await all.stage.run()
  all.bridge.train(20)
  await settle()
  return all
}

const idsOf = (lanes: readonly { id: string }[]): string[] => lanes.map(({ id }) => id)

describe('the Race stage', () => {
  it('races every lane, and then knows a result of each', async () => {
    const { stage, race } = opened()
    expect(stage.plan.kind).toBe('first')
    expect(idsOf(stage.plan.lanes)).toEqual(['sgd', 'momentum', 'adam'])
    await stage.run()
    expect(race.stage).toBe('running')
    expect(stage.missing).toHaveLength(3)
  })

  it('races nothing while a field is wrong', async () => {
    const { stage, race } = opened()
    stage.wrongFields.set('field', 'SGD: learning rate')
    await stage.run()
    expect(race.stage).toBe('idle')
    stage.wrongFields.clear()
    await stage.run()
    expect(race.stage).toBe('running')
  })

  it('has raced lanes with a track for each seed', async () => {
    const { stage, race, view } = await raced()
    expect(race.stage).toBe('finished')
    expect(stage.raced.map(({ name, tracks }) => [name, tracks.length])).toEqual([
      ['SGD', 2],
      ['Momentum', 2],
      ['Adam', 2],
    ])
    expect(view.steps).toEqual([5, 10, 15, 20])
    expect(stage.plan.kind).toBe('again')
    expect(stage.missing).toEqual([])
  })

  it('knows the results of a race whose last points come after the news of its end', async () => {
    const { stage, race, bridge } = opened()
    await stage.run()
    bridge.train(20)
    // Points wait for the next frame; the status does not.
    expect(race.stage).toBe('finished')
    expect(stage.missing).toHaveLength(3)
    await settle()
    expect(stage.missing).toEqual([])
    expect(stage.plan.kind).toBe('again')
  })

  it('races a lane that was added alone, and lays it beside those that were kept', async () => {
    const { stage, bridge } = await raced()
    const before = stage.raced.map(({ tracks }) => tracks)
    stage.add(createLane('rmsprop', 'tutorial', { lr: 0.01 }))
    expect(stage.plan.kind).toBe('some')
    expect(idsOf(stage.plan.lanes)).toEqual(['rmsprop'])
    await stage.run()
    expect(bridge.spec?.lanes.map(({ id }) => id)).toEqual(['rmsprop'])
    bridge.train(20)
    await settle()
    expect(idsOf(stage.raced)).toEqual(['sgd', 'momentum', 'adam', 'rmsprop'])
    expect(stage.raced.slice(0, 3).map(({ tracks }) => tracks)).toEqual(before)
    expect(stage.raced[3]?.tracks[0]?.steps.at(-1)).toBe(20)
    expect(stage.missing).toEqual([])
  })

  it('gives a lane raced alone the numbers it has among others', async () => {
    const { stage, bridge } = await raced()
    const among = [...(stage.raced[2]?.tracks[1]?.values.trainLoss ?? [])]
    stage.clear()
    stage.change({ lanes: stage.form.lanes.slice(0, 2) })
    await stage.run()
    bridge.train(20)
    await settle()
    stage.add(createLane('adam', 'tutorial', { lr: 0.02 }))
    await stage.run()
    bridge.train(20)
    await settle()
    expect([...(stage.raced[2]?.tracks[1]?.values.trainLoss ?? [])]).toEqual(among)
    expect(among).toHaveLength(4)
  })

  it('drops a lane and keeps the rest', async () => {
    const { stage } = await raced()
    stage.remove('momentum')
    expect(idsOf(stage.raced)).toEqual(['sgd', 'adam'])
    expect(stage.missing).toEqual([])
  })

  it('shows a changed lane as it was raced, and races it anew', async () => {
    const { stage, bridge } = await raced()
    stage.changeLane('adam', { hyper: { ...stage.form.lanes[2]!.hyper, lr: 0.5 } })
    expect(stage.isChanged('adam')).toBe(true)
    expect(stage.raced[2]?.spec.hyper.lr).toBe(0.02)
    expect(idsOf(stage.missing)).toEqual(['adam'])
    await stage.run()
    bridge.train(20)
    await settle()
    expect(stage.isChanged('adam')).toBe(false)
    expect(stage.raced[2]?.spec.hyper.lr).toBe(0.5)
    // Changed back it has the result it had.
    stage.changeLane('adam', { hyper: { ...stage.form.lanes[2]!.hyper, lr: 0.02 } })
    expect(stage.missing).toEqual([])
    expect(stage.raced[2]?.spec.hyper.lr).toBe(0.02)
  })

  it('races all anew from another start line', async () => {
    const { stage } = await raced()
    stage.change({ batchSize: 12 })
    expect(stage.moved).toBe(true)
    expect(stage.plan.kind).toBe('first')
    expect(stage.missing).toHaveLength(3)
    // What was raced is still to be seen.
    expect(stage.raced).toHaveLength(3)
    stage.change({ batchSize: 24 })
    expect(stage.moved).toBe(false)
    expect(stage.missing).toEqual([])
  })

  it('adds seeds to the very race, with which the form goes on', async () => {
    const { stage, race, control, bridge } = await raced()
    const id = race.race!.id
    control.addSeeds(3)
    await settle()
    expect(stage.form.seeds).toEqual({ first: 1, count: 5 })
    expect(stage.heats.map((heat) => heat.id)).toEqual([id])
    expect(stage.raced.map(({ tracks }) => tracks.length)).toEqual([5, 5, 5])
    bridge.train(20)
    await settle()
    expect(stage.changed).toBe(false)
    expect(stage.missing).toEqual([])
    expect(bridge.calls.filter((call) => call === 'startRace')).toHaveLength(1)
  })

  it('races all with more seeds where lanes are of several races', async () => {
    const { stage, control, bridge } = await raced()
    expect(control.growsSeeds).toBe(true)
    stage.changeLane('adam', { hyper: { ...stage.form.lanes[2]!.hyper, lr: 0.5 } })
    expect(control.growsSeeds).toBe(false)
    await stage.run()
    bridge.train(20)
    await settle()
    expect(control.growsSeeds).toBe(false)
    control.addSeeds(1)
    await settle()
    expect(bridge.calls).not.toContain('growRace')
    expect(stage.raced.map(({ tracks }) => tracks.length)).toEqual([3, 3, 3])
  })

  it('takes a race that was stopped for no result', async () => {
    const { stage, race, bridge } = opened()
    await stage.run()
    bridge.train(5)
    await race.stop()
    await settle()
    expect(idsOf(stage.missing)).toEqual(['sgd', 'momentum', 'adam'])
    expect(stage.raced).toHaveLength(3)
  })

  it('never calls a new lane like one that was raced', async () => {
    const { stage } = await raced()
    stage.remove('adam')
    stage.add(createLane('adam', 'tutorial', { lr: 0.3 }))
    expect(stage.form.lanes.at(-1)?.id).toBe('adam-2')
    expect(idsOf(stage.raced)).toEqual(['sgd', 'momentum'])
  })

  it('duplicates, moves and removes, but not the last lane', () => {
    const { stage } = opened()
    stage.duplicate('sgd')
    expect(idsOf(stage.form.lanes)).toEqual(['sgd', 'sgd-2', 'momentum', 'adam'])
    stage.move('sgd', 1)
    stage.move('adam', 1)
    expect(idsOf(stage.form.lanes)).toEqual(['sgd-2', 'sgd', 'momentum', 'adam'])
    for (const id of ['sgd', 'sgd-2', 'momentum', 'adam']) stage.remove(id)
    expect(idsOf(stage.form.lanes)).toEqual(['adam'])
    expect(stage.selectedId).toBe('adam')
  })

  it('changes a rate while the lane races, and marks it', async () => {
    const { stage, bridge } = opened()
    await stage.run()
    bridge.train(5)
    await settle()
    await stage.changeRate('momentum', 0.2)
    bridge.train(15)
    await settle()
    expect(stage.raced[1]?.rates).toEqual([{ step: 5, rate: 0.2 }])
    expect(stage.raced[1]?.tracks[0]?.values.rate?.at(-1)).toBe(0.2)
    expect(stage.form.lanes[1]?.hyper.lr).toBe(0.05)
    bridge.calls.length = 0
    stage.clear()
    await stage.changeRate('momentum', 0.3)
    expect(bridge.calls).toEqual([])
  })

  it('keeps the form where the laboratory refuses the race', async () => {
    const { stage, race } = opened()
    stage.changeLane('sgd', { hyper: { lr: 0.7 } })
    // A target that the table has not.
    const data = useExperimentData()
    data.choose({ ...data.data, target: 'nothing' })
    await stage.run()
    expect(race.failure?.code ?? stage.refused?.code).toBe('bad-spec')
    expect(stage.form.lanes[0]?.hyper.lr).toBe(0.7)
  })

  it('finds form, view and race after a reload', async () => {
    const { stage, view, bridge } = await raced()
    view.change({ metric: 'trainAccuracy', axis: 'step' })
    stage.change({ judged: 'trainAccuracy' })
    view.setTarget(0.9)
    bridge.settings = {
      ...bridge.settings,
      race: structuredClone({ experiment: stage.experiment, name: 'Iris', view: view.kept }),
    }
    const next = await reloaded(bridge)
    await settle()
    expect(idsOf(next.stage.form.lanes)).toEqual(['sgd', 'momentum', 'adam'])
    expect(next.stage.form.seeds).toEqual({ first: 1, count: 2 })
    expect(next.view.metric).toBe('trainAccuracy')
    expect(next.view.target).toBe(0.9)
    expect(next.stage.raced).toHaveLength(3)
    expect(next.stage.missing).toEqual([])
  })

  it('finds lanes of earlier races, also when the laboratory was closed', async () => {
    for (const closed of [false, true]) {
      const { stage, view, bridge } = await raced()
      stage.add(createLane('rmsprop', 'tutorial', { lr: 0.01 }))
      await stage.run()
      bridge.train(20)
      await settle()
      const ends = stage.raced.map(({ tracks }) => tracks[1]?.values.trainLoss?.at(-1))
      bridge.settings = {
        ...bridge.settings,
        race: structuredClone({
          experiment: stage.experiment,
          name: 'Iris',
          view: view.kept,
          heats: idsOf(stage.heats),
        }),
      }
      if (closed) bridge.restart()
      const next = await reloaded(bridge)
      await settle()
      expect(next.stage.raced.map(({ tracks }) => tracks[1]?.values.trainLoss?.at(-1))).toEqual(
        ends,
      )
      expect(next.stage.missing).toEqual([])
      expect(next.stage.refused).toBeUndefined()
    }
  })

  it('forgets a form that is none', async () => {
    const bridge = new TestLaboratory()
    bridge.settings = { ...bridge.settings, race: { experiment: { lanes: 3 }, name: 'x', view: 1 } }
    const { stage } = await reloaded(bridge)
    expect(stage.form.lanes).toHaveLength(5)
  })
})

describe('what is looked at', () => {
  it('has a target of the metric that counts, none before a race, and its line where that is looked at', () => {
    const { stage, view } = opened()
    expect(stage.judged).toBe('validationLoss')
    expect(view.target).toBeUndefined()
    view.setTarget(0.25)
    expect(view.line).toBe(0.25)
    view.change({ metric: 'gradientNorm' })
    expect([view.target, view.line]).toEqual([0.25, undefined])
    stage.change({ judged: 'validationAccuracy' })
    expect([stage.judged, view.target]).toEqual(['validationAccuracy', undefined])
  })

  it('keeps the target that a person set, or that there is none, until the suggested one is asked for', async () => {
    const { view } = await raced()
    const suggested = view.target
    expect(suggested).toBeTypeOf('number')
    view.setTarget(null)
    expect(view.target).toBeUndefined()
    view.setTarget(0.25)
    expect(view.target).toBe(0.25)
    view.setTarget(undefined)
    expect(view.target).toBe(suggested)
  })

  it('goes over to R² where the task has no accuracy', () => {
    const { view, data } = opened()
    view.change({ metric: 'validationAccuracy' })
    data.choose({ ...data.data, task: 'regression' })
    expect(view.metric).toBe('validationR2')
  })

  it('follows the newest point until it is scrubbed', async () => {
    const { view } = await raced()
    expect(view.step).toBe(20)
    view.scrub(1)
    expect([view.step, view.following]).toEqual([10, false])
    view.scrub(99)
    expect([view.step, view.following]).toEqual([20, true])
  })
})

/** A page opened anew on the same laboratory, its settings read before anything is shown. */
async function reloaded(bridge: TestLaboratory) {
  const { value: settings } = withApp(() => useSettings(), bridge)
  await settings.load()
  await usePersistedRace().opened
  return { stage: useExperiment(), view: useRaceView() }
}
