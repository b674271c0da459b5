// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useLiveRace } from '#renderer/stores/race.ts'
import { experimentOf, tutorialForm } from '#renderer/race/iris.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRaceControl } from '#renderer/race/useRaceControl.ts'
import { LabError } from '#shared/contract/errors.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { settle, withApp } from '../support/app.ts'
import { jobOf, TestLaboratory } from '../support/laboratory.ts'

const experiment = experimentOf(tutorialForm())

async function started() {
  const { value, bridge } = withApp(() => ({
    race: useLiveRace('iris'),
    iris: useExperiment('iris'),
  }))
  await value.race.start(experiment, 5)
  await settle()
  return { ...value, bridge }
}

describe('the race store', () => {
  it('starts, records every lane of both shards, and ends', async () => {
    const { race, bridge } = await started()
    expect(race.stage).toBe('running')
    bridge.train(20)
    await settle()
    expect(race.stage).toBe('finished')
    expect(race.recording.steps).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
    bridge.points.forEach((points, shard) => {
      points.forEach(({ step, metrics }) => {
        Array.from({ length: 3 }, (_, at) => at).forEach((at) => {
          expect(race.recording.valueAt(shard * 3 + at, 'trainLoss', step)).toBe(
            metrics.trainLoss?.[at],
          )
        })
      })
    })
  })

  it('takes all messages of a frame at once, and acknowledges each then', async () => {
    const { race, bridge } = await started()
    bridge.acknowledged.length = 0
    const before = race.version
    bridge.train(2)
    bridge.train(2)
    expect(bridge.acknowledged).toEqual([])
    expect(race.version).toBe(before)
    await settle()
    expect(bridge.acknowledged).toHaveLength(4)
    expect(race.version).toBe(before + 1)
  })

  it('counts a row that comes twice once', async () => {
    const { race, bridge } = await started()
    bridge.train(6)
    await settle()
    const before = race.version
    bridge.repeat()
    await settle()
    expect(race.version).toBe(before)
    expect([...race.recording.tracks[0]!.steps]).toEqual([2, 4, 6])
  })

  it('pauses, resumes, stops and goes on', async () => {
    const { race, bridge } = await started()
    await race.pause()
    expect(race.stage).toBe('paused')
    await race.resume()
    expect(race.stage).toBe('running')
    bridge.train(20)
    await settle()
    await race.grow(race.race!.id, { epochs: 2 }, null)
    expect(race.stage).toBe('running')
    expect(race.status?.steps).toBe(30)
    bridge.train(10)
    await settle()
    expect(race.recording.settledStep()).toBe(30)
    expect(race.stage).toBe('finished')
    // Its runs are numbered otherwise when there are more of them: all of them are read once more.
    const lanes = race.spec!.lanes.length
    await race.grow(race.race!.id, { seeds: 2 }, null)
    expect(race.recording.tracks).toHaveLength(3 * lanes)
    expect(race.stage).toBe('running')
  })

  it('changes a lane’s rate in the midst of it, and keeps the record of it over a reload', async () => {
    const { race, bridge } = await started()
    bridge.train(8)
    const lane = race.spec!.lanes[4]!.id
    await race.changeRate(lane, 0.25)
    bridge.train(2)
    await settle()
    expect(race.recording.rates).toMatchObject([{ lane, rate: 0.25, step: 8 }])
    const { value: reloaded } = withApp(() => ({ race: useLiveRace('iris') }), bridge)
    await reloaded.race.pickUp()
    await settle()
    expect(reloaded.race.recording.rates).toEqual(race.recording.rates)
  })

  it('ends with a lane that diverges, which holds no other back', async () => {
    const bridge = new TestLaboratory()
    const { value } = withApp(
      () => ({ race: useLiveRace('iris'), iris: useExperiment('iris') }),
      bridge,
    )
    const lanes = experiment.lanes.filter(({ optimizer }) => optimizer !== 'sgd')
    const decay = { kind: 'decoupled' as const, rate: 1000 }
    lanes.push({ id: 'sgd', optimizer: 'sgd', hyper: { lr: 1000 }, weightDecay: decay })
    await value.race.start({ ...experiment, lanes, budget: { epochs: 20 } }, null)
    bridge.train(100)
    await settle()
    const run = lanes.length - 1
    expect(value.race.stage).toBe('finished')
    expect(value.race.recording.ended(run)).toMatchObject({ kind: 'diverged', ends: true })
    const { step } = value.race.recording.ended(run)!
    expect(value.race.recording.tracks[run]!.steps.at(-1)).toBeLessThanOrEqual(step)
    expect(value.race.recording.settledStep()).toBe(100)
    // The state shown at the end is the last it had.
    expect(value.race.recording.snapshotAt(run, 100)?.step).toBeLessThanOrEqual(step)
  })

  it('finds the race again after a reload, with all it had recorded', async () => {
    const { bridge } = await started()
    bridge.train(8)
    await settle()
    const { value: reloaded } = withApp(
      () => ({ race: useLiveRace('iris'), iris: useExperiment('iris') }),
      bridge,
    )
    await reloaded.race.pickUp()
    reloaded.iris.adopt()
    await settle()
    expect(reloaded.race.stage).toBe('running')
    expect(reloaded.race.recording.steps).toEqual([2, 4, 6, 8])
    expect(reloaded.race.recording.settledStep()).toBe(8)
    bridge.train(12)
    await settle()
    expect(reloaded.race.recording.settledStep()).toBe(20)
    expect(reloaded.race.stage).toBe('finished')
  })

  it('keeps its points over a lost connection, and joins again', async () => {
    const { race, bridge } = await started()
    bridge.train(4)
    await settle()
    bridge.connect('disconnected')
    expect(race.connection).toBe('disconnected')
    bridge.train(4)
    bridge.connect('connected')
    await settle()
    expect(race.recording.settledStep()).toBe(8)
    expect([...race.recording.tracks[0]!.steps]).toEqual([2, 4, 6, 8])
  })

  it('shows why a race broke off, at which step, and starts another', async () => {
    const { race, bridge } = await started()
    bridge.train(6)
    bridge.phase('failed', new LabError('trainer-died', 'It died.').toData())
    await settle()
    expect(race.stage).toBe('failed')
    expect(race.failure).toMatchObject({ code: 'trainer-died', parameters: { step: 6 } })
    expect(race.recording.settledStep()).toBe(6)
    await race.start(experiment, null)
    expect(race.failure).toBeUndefined()
    expect(race.stage).toBe('running')
    expect(race.recording.steps).toEqual([])
  })

  it('shows why a race did not start, and keeps the one before', async () => {
    const { race, bridge } = await started()
    bridge.train(20)
    await settle()
    bridge.failing.set('startRace', new LabError('tensorflow-missing', 'It is missing.'))
    await race.start(experiment, null)
    expect(race.failure?.code).toBe('tensorflow-missing')
    expect(race.stage).toBe('finished')
    expect(race.recording.settledStep()).toBe(20)
  })

  it('refuses a bad experiment without asking the laboratory', async () => {
    const { race, bridge } = await started()
    bridge.calls.length = 0
    await race.start({ ...experiment, seeds: [-1] }, null)
    expect(bridge.calls).toEqual([])
    expect(race.failure?.code).toBe('bad-spec')
  })

  it('passes over a key that came too late', async () => {
    const { race, bridge } = await started()
    bridge.failing.set('pauseRace', new LabError('wrong-phase', 'It is over.'))
    await race.pause()
    expect(race.failure).toBeUndefined()
  })

  it('believes what it heard while the answer was under way', async () => {
    const bridge = new TestLaboratory()
    const { value: race } = withApp(() => useLiveRace('iris'), bridge)
    const start = bridge.laboratory.startRace
    const stale: TestLaboratory['laboratory'] = {
      ...bridge.laboratory,
      startRace: async (input) => {
        const answer = await start(input)
        const copy = { ...answer }
        bridge.phase('failed', new LabError('trainer-failed', 'At once.').toData())
        return copy
      },
    }
    Object.assign(bridge.laboratory, stale)
    await race.start(experiment, null)
    expect(race.stage).toBe('failed')
    expect(race.failure?.code).toBe('trainer-failed')
  })
})

describe('a race beside other work', () => {
  const busy = (beside: 0 | 1): LabError =>
    new LabError('lab-busy', 'Digits is running.', {
      parameters: { title: 'Digits', table: 'digits', beside },
    })

  it('is asked about first, and starts as the person says', async () => {
    const { value: race, bridge } = withApp(() => useLiveRace('race'))
    bridge.failing.set('startRace', busy(1))
    await race.start(experiment, 5)
    expect(race.question).toEqual({ title: 'Digits', table: 'digits', beside: true })
    expect(race.stage).toBe('idle')
    expect(race.failure).toBeUndefined()
    await race.answer('beside')
    expect(race.question).toBeUndefined()
    expect(race.stage).toBe('running')
  })

  it('does not start where the person thinks better of it', async () => {
    const { value: race, bridge } = withApp(() => useLiveRace('race'))
    bridge.failing.set('startRace', busy(0))
    await race.start(experiment, 5)
    await race.answer()
    expect(race.question).toBeUndefined()
    expect(race.stage).toBe('idle')
    expect(bridge.calls.filter((call) => call === 'startRace')).toHaveLength(1)
  })

  it('waits for its turn, is found when it begins, and waits no more when it is given up', async () => {
    const { value: race, bridge } = withApp(() => useLiveRace('race'))
    void race.pickUp(() => true)
    const wait = async (): Promise<void> => {
      bridge.failing.set('startRace', busy(0))
      await race.start(experiment, 5)
      await race.answer('after')
      await settle()
    }
    await wait()
    expect(race.stage).toBe('waiting')
    await race.giveUp()
    await settle()
    expect(race.stage).toBe('idle')
    expect(bridge.jobs).toEqual([])

    await wait()
    const begun = await bridge.laboratory.startRace({ spec: parseSpec(experiment), pace: null })
    bridge.work(jobOf({ phase: 'running', of: begun.id }))
    await settle()
    expect(race.race?.id).toBe(begun.id)
    expect(race.stage).toBe('running')
  })

  it('says why it could not begin when its turn came', async () => {
    const { value: race, bridge } = withApp(() => useLiveRace('race'))
    bridge.failing.set('startRace', busy(0))
    await race.start(experiment, 5)
    await race.answer('after')
    const error = new LabError('table-missing', 'The file is gone.').toData()
    bridge.work(jobOf({ phase: 'failed', error }))
    await settle()
    expect(race.stage).toBe('idle')
    expect(race.failure?.code).toBe('table-missing')
  })

  it('does not end when another stage starts one', async () => {
    const { value, bridge } = withApp(() => ({
      iris: useLiveRace('iris'),
      other: useLiveRace('race'),
    }))
    await value.iris.start(experiment, 5)
    await bridge.laboratory.startRace({ spec: parseSpec(experiment), pace: null })
    await settle()
    expect(value.iris.stage).toBe('running')
    expect(value.iris.away).toBe(false)
  })
})

describe('a race that broke off', () => {
  it('is offered to go on, to the same race', async () => {
    const { race, bridge } = await started()
    expect(race.resumable).toBe(false)
    await race.stop()
    expect(race.resumable).toBe(true)
    await race.goOn(race.race!.id, null)
    expect(bridge.calls).toContain('resumeRun')
    expect(race.stage).toBe('running')
  })
})

describe('a race that is gone on with from elsewhere', () => {
  it('is watched anew', async () => {
    const { race, bridge } = await started()
    bridge.train(2)
    await race.stop()
    bridge.calls.length = 0
    bridge.phase('running')
    await settle()
    expect(bridge.calls).toEqual(['currentRaces', 'watchRace'])
    bridge.train(4)
    await settle()
    expect(race.recording.settledStep()).toBe(6)
  })
})

describe('a race that the laboratory has put away', () => {
  it('keeps its points, and can be given more epochs', async () => {
    const { value, bridge } = withApp(() => ({
      race: useLiveRace('iris'),
      control: useRaceControl('iris'),
    }))
    await value.race.start(experiment, 5)
    bridge.train(20)
    bridge.phase('finished')
    await settle()
    expect(value.control.canGoOn).toBe(true)
    expect(value.control.goOnObstacle).toBeUndefined()
    bridge.tell({ kind: 'race', status: { ...value.race.status!, away: true } })
    await settle()
    expect(value.race.away).toBe(true)
    expect(value.control.goOnObstacle).toBeUndefined()
    expect(value.race.recording.settledStep()).toBe(20)
    value.control.goOn(2)
    await settle()
    expect(value.race.stage).toBe('running')
    expect(value.race.away).toBe(false)
  })

  it('unheard stands still at the first call that finds it gone, without an error', async () => {
    const { race, bridge } = await started()
    bridge.failing.set('pauseRace', new LabError('not-found', 'It is put away.'))
    await race.pause()
    expect(race.failure).toBeUndefined()
    expect(race.stage).toBe('stopped')
    expect(race.away).toBe(true)
  })

  it('by the laboratory’s own end is known when the connection is back', async () => {
    const { race, bridge } = await started()
    bridge.connect('disconnected')
    bridge.restart()
    bridge.connect('connected')
    await settle()
    expect(race.stage).toBe('stopped')
    expect(race.away).toBe(true)
  })
})

describe.each(['Iris', 'Race'] as const)(
  'the key that stops or clears, on the %s stage',
  (name) => {
    /** A race under way. @param end what the laboratory answers when it is asked to stop it */
    async function underWay(end: 'stopped' | 'finished' | 'failed') {
      const { value, bridge } = withApp(() =>
        name === 'Iris'
          ? { race: useLiveRace('iris'), control: useRaceControl('iris') }
          : { race: useLiveRace('race'), control: useRaceControl('race') },
      )
      await value.race.start(experiment, 5)
      bridge.train(8)
      await settle()
      Object.assign(bridge.laboratory, { stopRace: () => Promise.resolve(bridge.phase(end)) })
      return { ...value, bridge }
    }

    it('stops a race that is on, and clears it when pressed again', async () => {
      const { race, control } = await underWay('stopped')
      await control.reset()
      expect(race.stage).toBe('stopped')
      expect(race.recording.settledStep()).toBe(8)
      await control.reset()
      expect(race.stage).toBe('idle')
    })

    it('clears one that had finished before the page heard of it', async () => {
      const { race, control } = await underWay('finished')
      expect(race.stage).toBe('running')
      await control.reset()
      expect(race.stage).toBe('idle')
      expect(race.race).toBeUndefined()
    })

    it('leaves one that broke off to be looked at', async () => {
      const { race, control } = await underWay('failed')
      await control.reset()
      expect(race.stage).toBe('failed')
      expect(race.recording.settledStep()).toBe(8)
    })

    it('is another thing than the button that says Stop', async () => {
      const { race, control } = await underWay('finished')
      control.stop()
      await settle()
      expect(race.stage).toBe('finished')
    })
  },
)

describe('a race whose runs have all ended early', () => {
  it('cannot go on, and says why instead of doing nothing', async () => {
    const { value, bridge } = withApp(() => ({
      race: useLiveRace('iris'),
      control: useRaceControl('iris'),
    }))
    const lanes = [{ id: 'sgd', optimizer: 'sgd', hyper: { lr: 1000 } }].map((lane) => ({
      ...lane,
      weightDecay: { kind: 'decoupled' as const, rate: 1000 },
    }))
    lanes.push({ ...lanes[0]!, id: 'again' })
    await value.race.start({ ...experiment, lanes, budget: { epochs: 40 } }, null)
    bridge.train(1)
    await settle()
    expect(value.race.spent).toBe(false)
    bridge.train(199)
    await settle()
    expect(value.race.stage).toBe('finished')
    expect(value.race.spent).toBe(true)
    expect(value.control.canGoOn).toBe(true)
    expect(value.control.goOnObstacle).toContain('Every run has ended early')
  })
})
