// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useLibrary } from '#renderer/stores/library.ts'
import { noteRest, useNoteDrafts } from '#renderer/views/runs/note-drafts.ts'
import { useRunsStage } from '#renderer/views/runs/store.ts'
import { LabError } from '#shared/contract/errors.ts'
import { withApp } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

async function opened(count = 4) {
  const bridge = new TestLaboratory()
  for (let run = 0; run < count; run++) bridge.library.add()
  const { value } = withApp(
    () => ({ library: useLibrary(), stage: useRunsStage(), notes: useNoteDrafts() }),
    bridge,
  )
  await value.library.list()
  return { ...value, bridge }
}

afterEach(() => void vi.useRealTimers())

describe('what is selected and ticked', () => {
  it('ticks in the order it was ticked, and shows two together', async () => {
    const { stage } = await opened()
    stage.select('run-2')
    expect(stage.chosen).toEqual(['run-2'])
    stage.tick('run-3')
    expect(stage.showsTogether).toBe(false)
    stage.tick('run-1')
    expect(stage.tickedRuns.map(({ id }) => id)).toEqual(['run-3', 'run-1'])
    expect(stage.showsTogether).toBe(true)
    expect(stage.chosen).toEqual(['run-3', 'run-1'])
    // Walking along the list leaves the ticked ones in sight, a click does not.
    stage.moveTo(0)
    expect(stage.showsTogether).toBe(true)
    stage.select('run-4')
    expect(stage.showsTogether).toBe(false)
    stage.tick('run-3', false)
    expect(stage.ticked).toEqual(['run-1'])
    stage.untick()
    expect(stage.chosen).toEqual(['run-4'])
  })

  it('ticks a range from the selected run on, either way', async () => {
    const { stage } = await opened()
    stage.select('run-3')
    stage.tickTo(3)
    expect(stage.ticked).toEqual(['run-3', 'run-2', 'run-1'])
    expect(stage.selectedId).toBe('run-1')
    stage.untick()
    stage.tickTo(2)
    expect(stage.ticked).toEqual(['run-1', 'run-2'])
  })

  it('a run that goes gives its place to the next, and is ticked no more', async () => {
    const { stage, library } = await opened()
    stage.tick('run-3')
    stage.select('run-3')
    await library.remove(['run-3'])
    await nextTick()
    expect(stage.selectedId).toBe('run-2')
    expect(stage.ticked).toEqual([])
    stage.select('run-1')
    await library.remove(['run-1'])
    await nextTick()
    // After the last one there is nothing.
    expect(stage.selectedId).toBe('run-2')
  })

  it('what was asked for elsewhere is shown, also where the filter would hide it', async () => {
    const { stage, library } = await opened()
    stage.change({ text: 'run-1' })
    expect(stage.listed.map(({ id }) => id)).toEqual(['run-1'])
    library.wanted = 'run-4'
    await nextTick()
    expect(stage.selectedId).toBe('run-4')
    expect(stage.listed).toHaveLength(4)
    expect(library.wanted).toBeUndefined()
  })
})

describe('a note', () => {
  it('is saved after a rest, as it was typed last', async () => {
    vi.useFakeTimers()
    const { notes, bridge } = await opened(1)
    notes.write('run-1', 'a')
    await vi.advanceTimersByTimeAsync(noteRest - 100)
    notes.write('run-1', 'ab')
    await vi.advanceTimersByTimeAsync(noteRest - 100)
    expect(bridge.calls).not.toContain('noteRun')
    await vi.advanceTimersByTimeAsync(200)
    expect(bridge.calls.filter((call) => call === 'noteRun')).toHaveLength(1)
    expect(bridge.library.list().runs[0]?.notes.note).toBe('ab')
    expect(notes.drafts.size).toBe(0)
  })

  it('is saved at once when the page is left', async () => {
    const { notes, bridge } = await opened(1)
    notes.write('run-1', 'in haste')
    window.dispatchEvent(new Event('pagehide'))
    await vi.waitFor(
      () => expect(bridge.library.list().runs[0]?.notes.note).toBe('in haste'),
      60_000,
    )
  })

  it('that cannot be saved stays as it was typed', async () => {
    const { notes, bridge, library } = await opened(1)
    bridge.failing.set('noteRun', new LabError('log-failed', 'Full.'))
    notes.write('run-1', 'precious')
    await notes.save('run-1')
    expect(notes.drafts.get('run-1')).toBe('precious')
    expect(library.failure?.error.code).toBe('log-failed')
    await notes.save('run-1')
    expect(bridge.library.list().runs[0]?.notes.note).toBe('precious')
    expect(notes.drafts.size).toBe(0)
  })
})
