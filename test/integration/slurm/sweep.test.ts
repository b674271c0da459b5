import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { kept, openSweeps, tries, type SweepCluster } from './support.ts'

let cluster: SweepCluster

beforeAll(async () => {
  cluster = await openSweeps()
})

// What a test that failed holds would hold up the others.
afterEach(() => cluster.release())
afterAll(() => cluster?.close())

describe('a sweep on a cluster', () => {
  it('has the same numbers in every bit as on this machine', async () => {
    const folder = await cluster.submit('--slurm', `time=10,comment=it's $(touch pwned); #1`)
    await cluster.whenIdle()
    await cluster.hasTheNumbersOfHere(folder)
    expect(await cluster.shown(folder)).toContain('24 trials, recorded in')
    // Nothing that was typed was taken for a command.
    const all = await readdir(cluster.folder, { recursive: true })
    expect(all.filter((name) => name.endsWith('pwned'))).toEqual([])
    expect(await cluster.ask('scontrol', 'show', 'job', '1')).toContain(
      "Comment=it's $(touch pwned); #1",
    )
    const gathered = (await readdir(join(folder, 'slurm', 'log'))).find((name) =>
      name.startsWith('gather'),
    )
    expect(await readFile(join(folder, 'slurm', 'log', gathered!), 'utf8')).toBe(
      '3 of 3 shards are done\n',
    )
  })

  it('that is called off stays so, and goes on with what is missing', async () => {
    const folder = await cluster.submitHeld(1, 2)
    await expect.poll(() => kept(folder), { interval: 50 }).toEqual(['0.json'])
    expect(await cluster.shown(folder)).toMatch(/see how far it is with: lab sweep '/)
    // By hand: the job that gathers runs all the same, and submits nothing.
    await cluster.ask('scancel', (await cluster.slurmOf(folder)).jobs[0]!)
    await cluster.whenIdle()
    expect(await kept(folder)).toEqual(['0.json'])
    expect(await cluster.shown(folder)).toMatch(/go on with: lab sweep '.*' --on slurm\n$/)

    const resumed = await cluster.lab('sweep', '--resume', folder, '--on', 'slurm')
    expect(resumed.code).toBe(0)
    const busy = await cluster.lab('sweep', '--resume', folder)
    expect(busy).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Slurm is working with/) })
    await cluster.release()
    await cluster.whenIdle()
    // What was done was not run again.
    expect(await tries(folder)).toEqual(['1-1.json', '2-1.json'])
    await cluster.hasTheNumbersOfHere(folder)
  })

  it('is cancelled by one word', async () => {
    const folder = await cluster.submitHeld(0, 1, 2)
    const { code, stdout } = await cluster.lab('sweep', folder, '--cancel')
    expect(code).toBe(0)
    expect(stdout).toMatch(/go on with: lab sweep '.*' --on slurm\n$/)
    await cluster.whenIdle()
    expect(await cluster.shown(folder)).toContain('Slurm: 0 of 3 shards done')
    // This machine can go on with it as well.
    expect((await cluster.lab('sweep', '--resume', folder)).code).toBe(0)
    await cluster.hasTheNumbersOfHere(folder)
  })
})

describe('what Slurm cannot take', () => {
  it.each([
    [['--slurm', 'partition=nowhere'], 1, /sbatch says “.*invalid partition specified: nowhere/],
    [['--slurm', 'time=soon'], 1, /sbatch says “Invalid --time specification”/],
    [['--slurm', 'colour=blue'], 1, /sbatch says “unrecognized option '--colour=blue'”/],
    [['--slurm', 'array=0-9'], 2, /array: the laboratory sets this itself/],
    [['--slurm-template', 'no-such-file'], 2, /The template 'no-such-file' cannot be read/],
  ] as const)('is told, as by %j', async (words, code, said) => {
    const before = await cluster.sweeps()
    const ended = await cluster.lab('sweep', cluster.spec, '--on', 'slurm', ...words)
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) })
    expect(await cluster.sweeps()).toEqual(before)
  })

  it('is told of a template with an error, by its line', async () => {
    const template = join(cluster.data, 'wrong.sh')
    await writeFile(template, '#!/bin/bash\n{{sbatch}}\nif true; then\n{{run}}\n')
    const ended = await cluster.lab(
      'sweep',
      cluster.spec,
      '--on',
      'slurm',
      '--slurm-template',
      template,
    )
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(/template of the batch script is wrong: line 5: syntax error/)
  })

  it('is told where there is no Slurm', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nowhere'
    try {
      const ended = await cluster.lab('sweep', cluster.spec, '--on', 'slurm')
      expect(ended).toMatchObject({ code: 1, stdout: '' })
      expect(ended.stderr).toMatch(
        /^Slurm cannot be asked: there is no scontrol on this machine\. [^\n]*\n$/,
      )
    } finally {
      process.env.PATH = path
    }
  })
})
