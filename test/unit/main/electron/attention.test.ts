import { describe, expect, it } from 'vitest'
import { createAttention } from '#main/electron/attention.ts'
import { shellText } from '#main/electron/text.ts'
import type { Job } from '#shared/contract/work.ts'

function open() {
  const shown: (number | undefined)[] = []
  const said: string[] = []
  const state = { time: 0, watched: false }
  const tell = createAttention({
    showProgress: (share) => shown.push(share),
    watched: () => state.watched,
    notify: (title, body) => said.push(`${title}: ${body}`),
    text: () => shellText.en,
    language: () => 'en',
    now: () => state.time,
  })
  return { shown, said, state, tell }
}

const job = (part: Partial<Job> = {}): Job => ({
  id: 'job-1',
  kind: 'race',
  title: '',
  table: 'digits',
  phase: 'running',
  share: 0.25,
  secondsLeft: null,
  ...part,
})

describe('the system', () => {
  it('is shown how far what runs is, and nothing when nothing does', () => {
    const { shown, tell } = open()
    tell([job(), job({ id: 'job-2', share: 0.75 }), job({ id: 'job-3', phase: 'waiting' })])
    tell([job({ phase: 'paused' })])
    tell([])
    expect(shown).toEqual([0.5, undefined, undefined])
  })

  it('says when long work is over, once, and only to who looks elsewhere', () => {
    const { said, state, tell } = open()
    tell([job(), job({ id: 'job-2', title: 'Mine' }), job({ id: 'job-3', kind: 'sweep' })])
    state.time = 10_000
    tell([job({ phase: 'finished' }), job({ id: 'job-2', title: 'Mine' })])
    expect(said).toEqual([])
    state.time = 20_000
    tell([job({ id: 'job-2', title: 'Mine', phase: 'failed' })])
    tell([job({ id: 'job-2', title: 'Mine', phase: 'failed' })])
    expect(said).toEqual(['Mine: Failed: look at what happened in the window.'])
    state.watched = true
    tell([job({ id: 'job-3', kind: 'sweep', phase: 'finished' })])
    expect(said).toHaveLength(1)
  })

  it('says nothing of what a person stopped', () => {
    const { said, state, tell } = open()
    tell([job()])
    state.time = 60_000
    tell([job({ phase: 'stopped' })])
    expect(said).toEqual([])
  })

  it('calls a table by its name', () => {
    const { said, state, tell } = open()
    tell([job()])
    state.time = 60_000
    tell([job({ phase: 'finished' })])
    expect(said).toEqual(['Digits: Done.'])
  })
})
