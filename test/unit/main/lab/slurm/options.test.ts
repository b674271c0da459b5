import { describe, expect, it } from 'vitest'
import { directives, parseSlurmOptions } from '#main/lab/slurm/options.ts'

describe('options for Slurm', () => {
  it('are read as they are typed, at once or one by one', () => {
    expect(parseSlurmOptions(['partition=long,time=1:00:00', 'account=lab'])).toEqual([
      { name: 'partition', value: 'long' },
      { name: 'time', value: '1:00:00' },
      { name: 'account', value: 'lab' },
    ])
  })

  it('keep the commas and equals signs of a value', () => {
    expect(
      parseSlurmOptions(['nodelist=n1,n2,gres=gpu:1', 'export=ALL,OMP_NUM_THREADS=2']),
    ).toEqual([
      { name: 'nodelist', value: 'n1,n2' },
      { name: 'gres', value: 'gpu:1' },
      { name: 'export', value: 'ALL,OMP_NUM_THREADS=2' },
    ])
  })

  it('may have no value', () => {
    expect(parseSlurmOptions(['exclusive'])).toEqual([{ name: 'exclusive' }])
    expect(directives([{ name: 'exclusive' }])).toContain('#SBATCH --exclusive')
  })

  it('are lines of a script, a value in quotes where a shell would want them', () => {
    const options = parseSlurmOptions(["comment=it's $(rm -rf ~); #1", 'time=10'])
    expect(directives(options)).toEqual([
      '#SBATCH --job-name=descent-lab',
      `#SBATCH --comment="it's $(rm -rf ~); #1"`,
      '#SBATCH --time=10',
    ])
  })

  it('may name the job', () => {
    expect(directives([{ name: 'job-name', value: 'mine' }])).toEqual(['#SBATCH --job-name=mine'])
  })

  it.each([
    ['array=0-3', 'array: the laboratory sets this itself'],
    ['arra=0-3', 'arra: the laboratory sets this itself'],
    ['dependency=afterok:1', 'dependency: the laboratory sets this itself'],
    ['-p long', "'-p long' is no option: name it as sbatch does, in full, as in time=1:00:00"],
    ['--time=10', "'--time' is no option: name it as sbatch does, in full, as in time=1:00:00"],
    ['', "'' is no option: name it as sbatch does, in full, as in time=1:00:00"],
    ['comment=a"b', 'comment: a value cannot have "\\"" in it'],
    ['comment=a\n#SBATCH --uid=0', 'comment: a value cannot have "\\n" in it'],
    ['comment=a\\b', 'comment: a value cannot have "\\\\" in it'],
    ['time=1,time=2', 'time stands twice'],
  ])('like %j are refused', (text, fault) => {
    let details: readonly string[] = []
    try {
      parseSlurmOptions([text])
    } catch (error) {
      details = (error as { details: string[] }).details
    }
    expect(details).toEqual([fault])
  })
})
