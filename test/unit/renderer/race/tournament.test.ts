// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { useTournament } from '#renderer/race/tournament.ts'
import { LabError } from '#shared/contract/errors.ts'
import { settle, withApp } from '../support/app.ts'
import { TournamentBridge } from '../support/tournaments.ts'

describe('the tournament’s store', () => {
  it('picks up the one that runs, and fills as cells are done', async () => {
    const bridge = new TournamentBridge()
    bridge.begin()
    const { value: tournament } = withApp(() => useTournament(), bridge)
    await settle()
    expect(tournament.running).toBe(true)
    bridge.report({ done: 1 }, bridge.cell(0, 1, 0.5))
    bridge.report({ done: 2 }, bridge.cell(1, 0, 0.25))
    expect(tournament.cells.map(({ task, contestant }) => [task, contestant])).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(tournament.status?.done).toBe(2)
  })

  it('starts what the form says, and takes what is told before the answer', async () => {
    const bridge = new TournamentBridge()
    const { value: tournament } = withApp(() => useTournament(), bridge)
    await settle()
    bridge.beforeAnswer = () => bridge.report({ done: 1 }, bridge.cell(0, 0, 1))
    await tournament.start('Small')
    expect(bridge.started?.title).toBe('Small')
    expect(tournament.cells).toHaveLength(1)
    await tournament.pause()
    expect(tournament.paused).toBe(true)
    await tournament.resume()
    expect(tournament.running).toBe(true)
    await tournament.cancel()
    expect(tournament.resumable).toBe(true)
  })

  it('asks before a second start, and says what is refused', async () => {
    const bridge = new TournamentBridge()
    const { value: tournament } = withApp(() => useTournament(), bridge)
    await settle()
    const parameters = { title: 'Iris', table: '', beside: 0 }
    bridge.refusal = new LabError('lab-busy', 'A race is running.', { parameters })
    await tournament.start('Small')
    expect(tournament.question).toMatchObject({ title: 'Iris', beside: false })
    bridge.refusal = new LabError('bad-spec', 'It does not fit.', { parameters: { first: 'x' } })
    await tournament.answer('instead')
    expect(tournament.failure?.code).toBe('bad-spec')
  })

  it('leaves an earlier one in sight while another runs', async () => {
    const bridge = new TournamentBridge()
    bridge.begin()
    const { value: tournament } = withApp(() => useTournament(), bridge)
    await settle()
    await tournament.open('earlier')
    bridge.report({ done: 1 }, bridge.cell(0, 0, 1))
    await settle()
    expect(tournament.record?.id).toBe('earlier')
  })

  it('follows one that another program works on, and shows it as it is when that has ended', async () => {
    vi.useFakeTimers()
    try {
      const bridge = new TournamentBridge()
      bridge.begin()
      bridge.record = { ...bridge.record!, status: bridge.statusOf({ elsewhere: true }) }
      const looks: number[][] = []
      let status = bridge.statusOf({ elsewhere: true, done: 1 })
      Object.assign(bridge.laboratory, {
        followTournament: async ({ have }: { have: number[] }) => {
          looks.push(have)
          return { status, cells: looks.length === 1 ? [bridge.cell(1, 0, 0.5)] : [] }
        },
      })
      const { value: tournament } = withApp(() => useTournament(), bridge)
      await vi.advanceTimersByTimeAsync(2000)
      expect([tournament.running, tournament.active, tournament.stoppable]).toEqual([
        ...[true, false, false],
      ])
      expect(tournament.status?.done).toBe(1)
      status = bridge.statusOf({ phase: 'stopped', done: 1 })
      await vi.advanceTimersByTimeAsync(2000)
      // The second of two contestants' tasks: place 2.
      expect(looks).toEqual([[], [2]])
      expect(tournament.resumable).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('counts the form’s work, or says why it cannot be run', async () => {
    const bridge = new TournamentBridge()
    const { value: tournament } = withApp(() => useTournament(), bridge)
    await tournament.ask('Small')
    expect(tournament.plan?.runs).toBe(2816)
    bridge.unfit = new LabError('bad-spec', 'No.', { parameters: { first: 'Iris: target' } })
    await tournament.ask('Small')
    expect(tournament.plan).toBeUndefined()
    expect(tournament.obstacle?.code).toBe('bad-spec')
  })
})
