import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { defaultTemplate, fillTemplate, shellWord } from '#main/lab/slurm/script.ts'

const parts = {
  options: [{ name: 'time', value: '10' }],
  command: ['/opt/descent lab/node', '/opt/descent lab/cli.js'],
  work: 'work . --shard "$SLURM_ARRAY_TASK_ID"',
}

function faultsOf(template: string): readonly string[] {
  try {
    fillTemplate(template, parts)
    return []
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-spec' })
    return (error as { details: string[] }).details
  }
}

describe('a batch script', () => {
  it('is the template with the options and the command in their places', () => {
    expect(fillTemplate(defaultTemplate, parts).split('\n')).toEqual([
      '#!/bin/bash',
      '#SBATCH --job-name=descent-lab',
      '#SBATCH --time=10',
      '',
      '# What the program needs on a node is loaded here, for instance by: module load nodejs',
      `'/opt/descent lab/node' '/opt/descent lab/cli.js' work . --shard "$SLURM_ARRAY_TASK_ID"`,
      '',
    ])
  })

  it('may start the program in a container', () => {
    const template = '#!/bin/sh\n{{sbatch}}\napptainer exec lab.sif lab {{work}}\n'
    expect(fillTemplate(template, parts)).toMatch(
      /\napptainer exec lab\.sif lab work \. --shard "\$SLURM_ARRAY_TASK_ID"\n$/,
    )
  })

  it('takes what is put in as it stands', () => {
    const options = [{ name: 'comment', value: '$& $1 {{run}}' }]
    expect(fillTemplate(defaultTemplate, { ...parts, options })).toContain(
      '#SBATCH --comment="$& $1 {{run}}"\n',
    )
  })

  it.each([
    ['echo {{run}}', ['line 1 must name a shell, as #!/bin/bash does']],
    ['#!/bin/sh\n{{run}}', ['{{sbatch}} must stand in it once, for the options']],
    ['#!/bin/sh\n{{sbatch}}\n', ['{{run}} is missing: the command that does the work']],
    [
      '#!/bin/sh\n{{sbatch}}\n{{run}}\n{{time}}',
      ['line 4: {{time}} is no place for anything; there are {{sbatch}}, {{run}}, {{work}}'],
    ],
    [
      '#!/bin/sh\n\nmodule load nodejs\n{{sbatch}}\n{{run}}',
      ['{{sbatch}} must stand before the first command, in line 3'],
    ],
    [
      '#!/bin/sh\r\n{{sbatch}}\r\n{{run}}\r\n',
      ['lines end as on Windows: save it with Unix line ends'],
    ],
  ])('is not made from %j', (template, faults) => {
    const found = faultsOf(template)
    for (const fault of faults) expect(found).toContain(fault)
  })
})

describe('a word of a shell', () => {
  it.each(['plain/path.js', 'two words', `it's`, '$(touch x) `y` "z" \\ *', 'a\nb', '', '--x=é'])(
    'is %j as it stands',
    (text) => {
      const said = execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })
      expect(said).toBe(text)
    },
  )
})
