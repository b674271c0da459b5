import { describe, expect, it } from 'vitest'
import { Work, type Ask } from '#main/lab/work.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { Job, When } from '#shared/contract/work.ts'

/** A queue over work that does nothing by itself. */
function open(free = 0) {
  const state = { time: 0, told: [] as Job[][] }
  const begun: string[] = []
  const stopped: string[] = []
  const work = new Work({
    onChange: (jobs) => state.told.push(jobs),
    free: () => free,
    now: () => state.time,
  })
  const ask = (id: string, part: Partial<Ask<{ id: string }>> = {}): Ask<{ id: string }> => ({
    ...{ kind: 'race', title: id, table: 'wine' },
    quick: async () => false,
    async begin() {
      begun.push(id)
      return { id }
    },
    report: async () => undefined,
    async stop() {
      stopped.push(id)
      say(id, 'stopped')
    },
    ...part,
  })
  const say = (id: string, phase: 'running' | 'paused' | 'stopped' | 'finished', step = 0): void =>
    work.race({ id, phase, step, steps: 100, pace: null })
  /** Lets what the queue has begun come to rest. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const phases = (): string[] => work.list().map(({ title, phase }) => `${title} ${phase}`)
  return { work, ask, say, settle, phases, begun, stopped, state }
}

const busyOf = (start: Promise<unknown>): Promise<LabError['parameters']> =>
  start.then(
    () => Promise.reject(new Error('it started')),
    (error: LabError) => {
      expect(error.code).toBe('lab-busy')
      return error.parameters
    },
  )

describe('a start', () => {
  it('goes ahead where nothing runs, or only what is quick or paused', async () => {
    const { work, ask, say, phases } = open()
    await work.start(ask('a'))
    await work.start(ask('quick', { quick: async () => true }))
    say('a', 'finished', 100)
    await work.start(ask('b'))
    say('b', 'paused')
    await work.start(ask('c'))
    expect(phases()).toEqual(['a finished', 'quick running', 'b paused', 'c running'])
  })

  it('asks where something runs, and says whether cores are left', async () => {
    for (const [free, beside] of [
      [0, 0],
      [1, 1],
    ] as const) {
      const { work, ask } = open(free)
      await work.start(ask('a'))
      expect(await busyOf(work.start(ask('b')))).toEqual({ title: 'a', table: 'wine', beside })
    }
  })

  it.each([
    ['beside', ['a running', 'b running'], []],
    ['instead', ['a stopped', 'b running'], ['a']],
  ] as [When, string[], string[]][])('%s does as it says', async (when, phases, stopped) => {
    const lab = open()
    await lab.work.start(lab.ask('a'))
    await lab.work.start(lab.ask('b'), when)
    expect(lab.phases()).toEqual(phases)
    expect(lab.stopped).toEqual(stopped)
  })

  it('of what never runs twice asks in any case', async () => {
    const { work, ask, say } = open(4)
    const sweep = (id: string) => ask(id, { kind: 'sweep', alone: true })
    await work.start(sweep('a'))
    expect(await busyOf(work.start(sweep('b'), 'beside'))).toMatchObject({ beside: 0 })
    say('a', 'paused')
    await busyOf(work.start(sweep('b')))
    await work.start(ask('race'))
  })

  it('that is refused leaves nothing on the list', async () => {
    const { work, ask, phases } = open()
    const error = new LabError('not-found', 'The table is gone.')
    await expect(work.start(ask('a', { begin: () => Promise.reject(error) }))).rejects.toBe(error)
    expect(phases()).toEqual([])
    await work.start(ask('b'))
  })

  it('of what goes on again is no second job', async () => {
    const { work, ask, say, phases } = open()
    await work.start(ask('a'))
    say('a', 'stopped', 50)
    await work.start(ask('a'))
    expect(phases()).toEqual(['a running'])
  })

  it('that came to its end before its beginning was known is over', async () => {
    const { work, ask, say, phases } = open()
    await work.start(ask('a', { report: async ({ id }) => say(id, 'finished', 100) }))
    expect(phases()).toEqual(['a finished'])
  })
})

describe('what waits', () => {
  it('begins in turn when all before it is over, also after a pause', async () => {
    const { work, ask, say, settle, phases, begun } = open()
    await work.start(ask('a'))
    work.queue(ask('b'))
    work.queue(ask('c'))
    say('a', 'paused')
    await settle()
    expect(begun).toEqual(['a'])
    say('a', 'finished', 100)
    await settle()
    expect(phases()).toEqual(['a finished', 'b running', 'c waiting'])
    say('b', 'stopped')
    await settle()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('begins at once where nothing runs', async () => {
    const { work, ask, settle, phases } = open()
    expect(work.queue(ask('a')).phase).toBe('waiting')
    await settle()
    expect(phases()).toEqual(['a running'])
  })

  it('lets the next begin where it cannot itself', async () => {
    const { work, ask, settle, phases } = open()
    const error = new LabError('table-missing', 'The file is gone.')
    work.queue(ask('a', { begin: () => Promise.reject(error) }))
    work.queue(ask('b'))
    await settle()
    expect(phases()).toEqual(['a failed', 'b running'])
    expect(work.list()[0]?.error?.code).toBe('table-missing')
  })

  it('can be taken off the list; what runs cannot', async () => {
    const { work, ask, say, settle, begun } = open()
    await work.start(ask('a'))
    const { id } = work.queue(ask('b'))
    expect(work.drop(work.list()[0]!.id)).toBe(false)
    expect(work.drop(id)).toBe(true)
    expect(work.drop(id)).toBe(false)
    say('a', 'finished', 100)
    await settle()
    expect(begun).toEqual(['a'])
  })

  it('begins no more when the laboratory closes', async () => {
    const { work, ask, say, settle, begun } = open()
    await work.start(ask('a'))
    work.queue(ask('b'))
    await work.dispose()
    say('a', 'stopped')
    await settle()
    expect(begun).toEqual(['a'])
  })
})

describe('the list', () => {
  it('says how far each is and how long it takes at its present speed', async () => {
    const { work, ask, say, state } = open()
    await work.start(ask('a'))
    for (const [time, step] of [
      [0, 0],
      [1000, 10],
      [2000, 20],
    ] as const) {
      state.time = time
      say('a', 'running', step)
    }
    expect(work.list()).toMatchObject([{ of: 'a', share: 0.2, secondsLeft: 8 }])
    say('a', 'paused', 20)
    expect(work.list()).toMatchObject([{ phase: 'paused', secondsLeft: null }])
  })

  it('is told at every change of phase, and else at most four times a second', async () => {
    const { work, ask, say, state } = open()
    await work.start(ask('a'))
    const before = state.told.length
    for (let step = 0; step < 100; step++) {
      state.time += 10
      say('a', 'running', step)
    }
    expect(state.told.length - before).toBe(4)
    say('a', 'finished', 100)
    expect(state.told.at(-1)).toMatchObject([{ phase: 'finished' }])
  })

  it('keeps the last six that are over', async () => {
    const { work, ask, say, phases } = open()
    for (let index = 0; index < 9; index++) {
      await work.start(ask(`${index}`))
      say(`${index}`, 'finished', 100)
    }
    expect(phases()).toEqual([3, 4, 5, 6, 7, 8].map((index) => `${index} finished`))
  })

  it('shows a reading and a writing while they last, however they end', async () => {
    const { work, state } = open()
    let end: (error: Error) => void = () => undefined
    const never = (): Promise<void> => new Promise((_, no) => (end = no))
    void work.track('import', 'big.csv', () => new Promise(() => undefined), '/other/big.csv')
    const reading = work.track('import', 'big.csv', never, '/some/big.csv')
    state.time = 1000
    work.reading('/some/big.csv', 0.5)
    // Another file of that name has a progress of its own.
    expect(work.list()).toMatchObject([
      { kind: 'import', table: 'big.csv', share: null },
      { kind: 'import', table: 'big.csv', share: 0.5 },
    ])
    end(new Error('unreadable'))
    await expect(reading).rejects.toThrow('unreadable')
    expect(work.list()).toHaveLength(1)
    expect(await work.track('export', 'run', async () => 7)).toBe(7)
  })
})
