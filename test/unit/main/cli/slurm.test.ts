import { describe, expect, it } from 'vitest'
import { placeOf, slurmLines } from '#main/cli/slurm.ts'
import type { SlurmStatus } from '#shared/contract/slurm.ts'

const status = (part: Partial<SlurmStatus>): SlurmStatus => ({
  ...{
    phase: 'running',
    done: 3,
    total: 8,
    running: 2,
    waiting: 3,
    jobs: ['12', '13'],
    failed: [],
  },
  ...part,
})

describe('the lines on a cluster’s work', () => {
  it('say how far it is, why it waits, and how to call it off', () => {
    expect(slurmLines(status({ reason: 'Priority' }), `/shared/it's`, 'sweep')).toEqual([
      'Slurm: 3 of 8 shards done, 2 running, 3 waiting (Priority) [jobs 12, 13]',
      `see how far it is with: lab sweep '/shared/it'\\''s'`,
      `call it off with: lab sweep '/shared/it'\\''s' --cancel`,
    ])
  })

  it('name what failed with its log, and no more than a few', () => {
    const failed = Array.from({ length: 8 }, (_, shard) => ({
      ...{ shard, what: `cell ${shard}`, tries: 3, state: 'TIMEOUT' },
      ...{ log: `/w/slurm/log/12_${shard}.log`, says: 'DUE TO TIME LIMIT' },
    }))
    const lines = slurmLines(
      status({ phase: 'failed', done: 0, running: 0, waiting: 0, failed }),
      '/w',
      'tournament',
    )
    expect(lines.slice(0, 4)).toEqual([
      'Slurm: 0 of 8 shards done',
      'shard 0 (cell 0) was run 3 times, at last TIMEOUT: /w/slurm/log/12_0.log',
      '  DUE TO TIME LIMIT',
      '  give it more: --slurm time=HH:MM:SS, beside the other options of before',
    ])
    expect(lines.slice(-2)).toEqual([
      'and 3 more shards',
      'go on with: lab tournament /w --on slurm',
    ])
  })

  it('say where to look when no log does', () => {
    const failed = [{ shard: 0, what: 'cell 0', tries: 1, state: 'FAILED', log: '/l', says: '' }]
    const parts = { phase: 'failed', running: 0, waiting: 0 } as const
    expect(slurmLines(status({ ...parts, failed }), '/w', 'sweep')[2]).toMatch(
      /^ {2}its log says nothing: see whether there is room on its disk/,
    )
  })

  it('say where Slurm cannot be asked', () => {
    const lines = slurmLines(
      status({ phase: 'unknown', running: 0, waiting: 0, problem: 'Slurm cannot be asked.' }),
      '/w',
      'sweep',
    )
    expect(lines).toContain('Slurm cannot be asked.')
  })
})

describe('where work is done', () => {
  it('is this machine unless somebody says another', () => {
    expect(placeOf({})).toBe('here')
    expect(placeOf({ on: 'slurm', slurm: ['time=1'] })).toBe('slurm')
  })

  it.each([
    [{ on: 'pbs' }, "--on takes slurm or folder, not 'pbs'."],
    [{ slurm: ['time=1'] }, '--slurm goes with --on slurm alone.'],
    [{ on: 'folder', 'slurm-template': 'x' }, '--slurm-template goes with --on slurm alone.'],
  ])('is refused as %j', (values, message) => {
    expect(() => placeOf(values)).toThrow(message)
  })
})
