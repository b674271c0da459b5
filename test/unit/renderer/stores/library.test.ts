// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { stateOf, useLibrary } from '#renderer/stores/library.ts'
import { LabError } from '#shared/contract/errors.ts'
import { withApp } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'

async function opened(count = 3) {
  const bridge = new TestLaboratory()
  const ids = Array.from({ length: count }, () => bridge.library.add())
  const { value: library } = withApp(() => useLibrary(), bridge)
  await library.list()
  return { library, bridge, ids }
}
const listed = (library: ReturnType<typeof useLibrary>): string[] =>
  library.kept.runs.map(({ id }) => id)

afterEach(() => void vi.useRealTimers())

describe('the library on the page', () => {
  it('is read once it is looked at, and read again when it has changed', async () => {
    vi.useFakeTimers()
    const bridge = new TestLaboratory()
    const { value: library } = withApp(() => useLibrary(), bridge)
    bridge.tell({ kind: 'runs' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(bridge.calls).not.toContain('listRuns')
    expect(library.loading).toBe(true)
    await library.list()
    expect(library.loading).toBe(false)
    bridge.library.add({ id: 'new' })
    for (let time = 0; time < 20; time++) bridge.tell({ kind: 'runs' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(listed(library)).toEqual(['new'])
    // Twenty times said, once read.
    expect(bridge.calls.filter((call) => call === 'listRuns')).toHaveLength(2)
  })

  it('a row lives while its race runs', async () => {
    const { library, bridge } = await opened(1)
    bridge.library.change('run-1', { state: 'running', step: 3 })
    await library.list()
    const status = { id: 'run-1', phase: 'running', step: 7, steps: 9, pace: null } as const
    bridge.tell({ kind: 'race', status })
    expect(library.kept.runs[0]).toMatchObject({ state: 'running', step: 7, steps: 9 })
    bridge.tell({ kind: 'race', status: { ...status, phase: 'stopped', step: 8 } })
    expect(library.kept.runs[0]).toMatchObject({ state: 'stopped', step: 8 })
    expect(stateOf('paused')).toBe('running')
  })

  it('says why it cannot be read, and is read again', async () => {
    const { library, bridge } = await opened()
    bridge.failing.set('listRuns', new LabError('log-failed', 'No.'))
    await library.list()
    expect(library.listFailure?.code).toBe('log-failed')
    expect(library.kept.runs).toHaveLength(3)
    await library.list()
    expect(library.listFailure).toBeUndefined()
  })

  it('shows a note at once, and takes it back where it was not kept', async () => {
    const { library, bridge, ids } = await opened(1)
    const done = library.note(ids[0]!, { title: 'Mine' })
    expect(library.runs[0]).toMatchObject({ name: 'Mine', notes: { title: 'Mine' } })
    expect(await done).toBe(true)
    bridge.failing.set('noteRun', new LabError('log-failed', 'Full.'))
    expect(await library.note(ids[0]!, { tags: ['a'] })).toBe(false)
    expect(library.kept.runs[0]).toMatchObject({ name: 'Mine', notes: { tags: [] } })
    expect(library.failure?.error.code).toBe('log-failed')
    library.failure?.again()
    await vi.waitFor(() => expect(library.kept.runs[0]?.notes.tags).toEqual(['a']), 60_000)
    expect(library.failure).toBeUndefined()
  })

  it('deletes, brings back what was deleted last, and empties', async () => {
    const { library } = await opened()
    await library.remove(['run-1', 'run-3'])
    expect(listed(library)).toEqual(['run-2'])
    expect(library.deletion).toMatchObject({ ids: ['run-1', 'run-3'], name: 'run-1' })
    expect(library.kept.deleted).toMatchObject({ runs: 2, bytes: 2000 })
    expect(await library.undo()).toEqual(['run-1', 'run-3'])
    expect(listed(library)).toEqual(['run-3', 'run-2', 'run-1'])
    expect(library.deletion).toBeUndefined()
    expect(await library.undo()).toEqual([])

    await library.remove(['run-1'])
    await library.remove(['run-2'])
    // The later deletion takes the place of the earlier, which the list can still bring back.
    expect(library.deletion?.ids).toEqual(['run-2'])
    expect(library.kept.deleted.ids).toEqual(['run-2', 'run-1'])
    await library.restore(['run-1'])
    expect(library.deletion?.ids).toEqual(['run-2'])
    await library.empty()
    expect(library.kept.deleted.runs).toBe(0)
    expect(library.deletion).toBeUndefined()
  })

  it('a run that is being written stays, and that is said', async () => {
    const { library, bridge } = await opened(1)
    bridge.library.change('run-1', { state: 'running' })
    expect(await library.remove(['run-1'])).toBe(false)
    expect(library.failure?.error.code).toBe('run-busy')
    expect(library.deletion).toBeUndefined()
    expect(listed(library)).toEqual(['run-1'])
  })

  it('takes in a bundle and asks for it to be shown; a refused one is said', async () => {
    const { library, bridge } = await opened(1)
    bridge.library.bundles.set('/files/x.descentrun', { id: 'imported', name: 'From afar' })
    expect(await library.importFile(new File(['x'], 'x.descentrun'))).toBe(true)
    expect(listed(library)).toEqual(['imported', 'run-1'])
    expect(library.wanted).toBe('imported')
    expect(library.importing).toBeUndefined()
    // The same once more is the same run.
    await library.importFile(new File(['x'], 'x.descentrun'))
    expect(listed(library)).toHaveLength(2)
    expect(await library.importSource({ file: '/none', read: {} }, 'none')).toBe(false)
    expect(library.failure?.error.code).toBe('bad-bundle')
    expect(library.importing).toBeUndefined()
  })
})
