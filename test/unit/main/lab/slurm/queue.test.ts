import { describe, expect, it } from 'vitest'
import { isActive, isWaiting, parseQueue } from '#main/lab/slurm/queue.ts'
import { complaint } from '#main/lab/slurm/tool.ts'

/** As `squeue --array --states=all --format=%i|%T|%r` prints it. */
const squeue = `12_0|COMPLETED|None
12_1|RUNNING|None
12_2|PENDING|Resources
12_3|REQUEUED|BeginTime
12_4|TIMEOUT|TimeLimit
13|PENDING|Dependency
slurm_load_jobs error: something else
`

describe('what squeue and sacct print', () => {
  it('is read by job', () => {
    const queue = parseQueue(squeue)
    expect([...queue.keys()]).toEqual(['12_0', '12_1', '12_2', '12_3', '12_4', '13'])
    expect(queue.get('12_1')).toEqual({ state: 'RUNNING', reason: '' })
    expect(queue.get('12_2')).toEqual({ state: 'PENDING', reason: 'Resources' })
  })

  it('tells what may still do something, and what of it waits', () => {
    const queue = parseQueue(squeue)
    const those = (is: typeof isActive): string[] =>
      [...queue].flatMap(([job, each]) => (is(each) ? [job] : []))
    expect(those(isActive)).toEqual(['12_1', '12_2', '12_3', '13'])
    expect(those(isWaiting)).toEqual(['12_2', '12_3', '13'])
  })

  it('has no reason in accounting, and who cancelled it', () => {
    expect(parseQueue('12_4|CANCELLED by 1000\n12_4.batch|FAILED\n')).toEqual(
      new Map([['12_4', { state: 'CANCELLED', reason: '' }]]),
    )
  })
})

describe('a complaint of sbatch', () => {
  it('is its own words in one line', () => {
    const stderr =
      'sbatch: error: invalid partition specified: nowhere\nsbatch: error: Batch job submission failed: Invalid partition name specified\n'
    expect(complaint('sbatch', stderr)).toBe(
      'invalid partition specified: nowhere; Batch job submission failed: Invalid partition name specified',
    )
    expect(
      complaint('sbatch', 'sbatch: unrecognized option \'--x\'\nTry "sbatch --help" for more\n'),
    ).toBe("unrecognized option '--x'")
  })
})
