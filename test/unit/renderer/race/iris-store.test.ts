// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useLiveRace } from '#renderer/stores/race.ts'
import { useInspected } from '#renderer/views/iris/inspected.ts'
import { tutorialLane, tutorialPart } from '#renderer/race/iris.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRaceControl } from '#renderer/race/useRaceControl.ts'
import { useRaceView } from '#renderer/race/view.ts'
import { settle, withApp } from '../support/app.ts'

/** The Iris stage with its race under way. */
async function started() {
  const { value, bridge } = withApp(() => ({
    stage: useExperiment('iris'),
    race: useLiveRace('iris'),
    view: useRaceView('iris'),
    control: useRaceControl('iris'),
    inspected: useInspected(),
  }))
  await value.stage.run()
  await settle()
  return { ...value, bridge }
}

describe('the Iris stage', () => {
  it('follows the newest point until it is scrubbed, and again from the last', async () => {
    const { view, bridge } = await started()
    expect(view.step).toBeUndefined()
    bridge.train(6)
    await settle()
    expect(view.step).toBe(6)
    view.scrub(0)
    bridge.train(4)
    await settle()
    expect(view.step).toBe(2)
    expect(view.following).toBe(false)
    view.scrub(99)
    expect(view.step).toBe(10)
    bridge.train(2)
    await settle()
    expect(view.step).toBe(12)
    view.scrub(-5)
    expect(view.step).toBe(2)
  })

  it('says when the form no longer describes what is shown', async () => {
    const { stage } = await started()
    expect(stage.changed).toBe(false)
    stage.changeLane('adam', { hyper: { ...tutorialLane('adam', 'softmax').hyper, lr: 0.1 } })
    expect(stage.changed).toBe(true)
    stage.changeLane('adam', { hyper: tutorialLane('adam', 'softmax').hyper })
    expect(stage.changed).toBe(false)
    stage.setOn('nesterov', true)
    expect(stage.changed).toBe(true)
    stage.change(tutorialPart('softmax'))
    expect(stage.changed).toBe(false)
    stage.newSeed()
    expect(stage.changed).toBe(stage.form.seeds.first !== 1)
  })

  it('shows the newest race alone, the lanes of which all began together', async () => {
    const { stage, bridge } = await started()
    bridge.train(20)
    await settle()
    stage.setOn('adam', false)
    stage.setOn('nesterov', true)
    await stage.run()
    expect(stage.heats).toHaveLength(1)
    expect(stage.raced.map(({ id }) => id)).toEqual([
      'adagrad',
      'adadelta',
      'rmsprop',
      'sgd',
      'momentum',
      'nesterov',
    ])
  })

  it('will not run while a field is wrong, and names it', async () => {
    const { stage, race, control, bridge } = await started()
    await race.stop()
    stage.wrongFields.set('field', 'RMSprop: decay of the squares')
    expect(control.obstacle).toContain('RMSprop: decay of the squares')
    bridge.calls.length = 0
    await stage.run()
    expect(bridge.calls).toEqual([])
    stage.wrongFields.clear()
    expect(control.obstacle).toBeUndefined()
    stage.change({ off: stage.form.lanes.map(({ id }) => id) })
    expect(control.obstacle).toContain('tick at least one')
  })

  it('paces the whole run to about four seconds, until the speed is touched', async () => {
    const { stage, bridge } = await started()
    expect(stage.pace).toBe(5)
    stage.change({ batchSize: 1 })
    expect(stage.pace).toBe(120)
    stage.change({ batchSize: 120 })
    expect(stage.pace).toBe(1)
    stage.pace = null
    expect(stage.pace).toBeNull()
    await settle()
    expect(bridge.calls).toContain('paceRace')
  })

  it('goes on from where it ended, on a longer axis', async () => {
    const { stage, view, control, bridge } = await started()
    bridge.train(20)
    await settle()
    view.scrub(0)
    control.goOn(2)
    await settle()
    expect(view.following).toBe(true)
    expect(stage.steps).toBe(30)
  })

  it('switches lanes to what the tutorial does with the network', async () => {
    const { stage, inspected } = await started()
    inspected.parameter = 7
    stage.change(tutorialPart('network'))
    expect(stage.racing).toMatchObject([{ id: 'sgd', hyper: { lr: 0.2 } }])
    expect(inspected.parameter).toBe(0)
    await stage.run()
    expect(stage.selectedId).toBe('sgd')
  })

  it('looks at the selected lane’s state at the step looked at', async () => {
    const { stage, view, inspected, bridge } = await started()
    bridge.train(6)
    await settle()
    stage.selectedId = 'sgd'
    view.scrub(0)
    expect(inspected.snapshot).toMatchObject({ run: 3, step: 2 })
    expect(inspected.accuracies).toHaveLength(6)
    stage.selectedId = 'nesterov'
    expect(inspected.snapshot).toBeUndefined()
  })
})
