import { describe, expect, it } from 'vitest'
import { StageHistory } from '#renderer/app/stage-history.ts'

/** A stage on which one word is chosen. */
function stage(first: string | undefined) {
  const at: { word: string | undefined } = { word: first }
  const history = new StageHistory()
  history.memory = {
    state: () => at.word && { word: at.word },
    restore: (state) => {
      at.word = (state as { word: string }).word
    },
    defaults: () => {
      at.word = 'first'
    },
  }
  const choose = (word: string): void => {
    at.word = word
    history.record({ word })
  }
  if (first !== undefined) choose(first)
  return { at, history, choose }
}

describe('the states of a stage', () => {
  it('are gone back one change at a time', () => {
    const { at, history, choose } = stage('a')
    expect(history.canUndo).toBe(false)
    choose('b')
    choose('c')
    history.undo()
    expect(at.word).toBe('b')
    history.undo()
    expect(at.word).toBe('a')
    expect(history.canUndo).toBe(false)
    history.undo()
    expect(at.word).toBe('a')
  })

  it('come again in the order in which they were taken back, until something else is chosen', () => {
    const { at, history, choose } = stage('a')
    choose('b')
    choose('c')
    history.undo()
    history.undo()
    history.redo()
    expect(at.word).toBe('b')
    // The stage says what it was brought to.
    history.record({ word: 'b' })
    history.redo()
    expect(at.word).toBe('c')
    history.redo()
    expect(at.word).toBe('c')
    history.undo()
    choose('d')
    history.redo()
    expect(at.word).toBe('d')
  })

  it('count a change once, and one that was not recorded as well', () => {
    const { at, history, choose } = stage('a')
    choose('b')
    choose('b')
    at.word = 'broken before it was recorded'
    history.undo()
    expect(at.word).toBe('b')
    history.undo()
    expect(at.word).toBe('a')
  })

  it('are gone back to from the middle of a move', () => {
    const { at, history, choose } = stage('a')
    choose('b')
    at.word = undefined
    history.undo()
    expect(at.word).toBe('b')
  })

  it('are as they were recorded, whatever was changed in them since', () => {
    const history = new StageHistory()
    let now = { lanes: [{ rate: 1 }] }
    history.memory = { state: () => now, restore: (s) => (now = s as typeof now), defaults() {} } // oxfmt-ignore
    history.record(now)
    now.lanes[0]!.rate = 2
    history.record(now)
    history.undo()
    expect(now).toEqual({ lanes: [{ rate: 1 }] })
  })

  it('are forgotten from the oldest on', () => {
    const { at, history, choose } = stage('0')
    for (let word = 1; word <= 170; word++) choose(`${word}`)
    while (history.canUndo) history.undo()
    expect(at.word).toBe('71')
  })
})
