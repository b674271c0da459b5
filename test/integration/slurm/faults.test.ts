import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mayMount, mountSmallDisk } from '#test/support/small-disk.ts'
import { kept, openSweeps, tries, type SweepCluster } from './support.ts'

let cluster: SweepCluster

beforeAll(async () => {
  cluster = await openSweeps()
})

// What a test that failed holds would hold up the others.
afterEach(() => cluster.release())
afterAll(() => cluster?.close())

/** The shard that runs on a node. */
async function shardOn(node: string): Promise<string> {
  return (await cluster.ask('squeue', '--noheader', `--nodelist=${node}`, '--format=%K')).trim()
}

describe('a sweep on a cluster', () => {
  it('loses and doubles nothing by a node that dies, a job that has to make room, and time that is up', async () => {
    const folder = await cluster.submitHeld(0, 1, 2)
    const begun = (): Promise<string[]> => tries(folder)
    await expect.poll(begun, { interval: 50 }).toEqual(['0-1.json', '1-1.json'])
    const [lost, moved] = [await shardOn('n1'), await shardOn('n2')]
    expect([lost, moved].sort()).toEqual(['0', '1'])

    // Somebody else's job takes the one node, and the shard that waited comes before what made room.
    await cluster.ask(
      'sbatch',
      '--partition=urgent',
      '--nodelist=n2',
      '--output=/dev/null',
      '--wrap=true',
    )
    await expect.poll(begun, { interval: 50 }).toEqual(['0-1.json', '1-1.json', '2-1.json'])
    const { jobs } = await cluster.slurmOf(folder)
    await cluster.ask('scontrol', 'update', `jobid=${jobs[0]}_2`, 'endtime=now+1')
    // The other goes dark.
    await cluster.killNode('n1')
    const late = ['--noheader', '--states=TIMEOUT', '--format=%K']
    await expect.poll(() => cluster.ask('squeue', ...late), { interval: 200 }).toBe('2\n')
    await cluster.release()
    await cluster.whenIdle()
    cluster.startNode('n1')
    await cluster.hasTheNumbersOfHere(folder)
    // Each was cut off in its middle, and begun once more.
    expect(await begun()).toEqual([0, 1, 2].flatMap((each) => [`${each}-1.json`, `${each}-2.json`]))
    expect(await kept(folder)).toEqual(['0.json', '1.json', '2.json'])
  })
})

describe('a shard that fails', () => {
  it('is run three times, and then named with its log', async () => {
    const fails = 'if [ "$SLURM_ARRAY_TASK_ID" = 1 ]; then echo no such luck; exit 4; fi'
    const folder = await cluster.submit('--slurm-template', await cluster.template(fails))
    await cluster.whenIdle()
    const { code, stdout } = await cluster.lab('sweep', folder)
    expect(code).toBe(1)
    expect(stdout).toContain('Slurm: 2 of 3 shards done\n')
    expect(stdout).toMatch(
      /shard 1 \(trials 9 to 16\) was run 3 times, at last FAILED: .*log\n {2}no such luck\n/,
    )
    // The template is mended, and what is missing is run.
    const template = await cluster.template()
    await cluster.lab('sweep', '--resume', folder, '--on', 'slurm', '--slurm-template', template)
    await cluster.whenIdle()
    await cluster.hasTheNumbersOfHere(folder)
  })

  it('is named at once where nobody is left to run it again', async () => {
    const template = await cluster.template('module load nodejs || exit 4')
    const folder = await cluster.submit('--slurm-template', template)
    await cluster.whenIdle()
    const { code, stdout } = await cluster.lab('sweep', folder)
    expect(code).toBe(1)
    expect(stdout).toMatch(/shard 2 \(trials 17 to 24\) was run once, at last FAILED: .*log\n/)
    expect(stdout).toContain('module: command not found')
  })
})

// A container may forbid even root to mount.
describe.runIf(mayMount())('a shared disk', () => {
  it('that is full or gone in the middle is told of, and all goes on when it is back', async () => {
    const disk = mountSmallDisk('1m')
    try {
      await cluster.hold(0, 1, 2)
      const words = ['--slurm-template', await cluster.template(), '--out', disk.folder]
      expect((await cluster.lab('sweep', cluster.spec, '--on', 'slurm', ...words)).code).toBe(0)
      const [name] = await readdir(disk.folder)
      const [folder, filler] = [join(disk.folder, name!), join(disk.folder, 'filler')]
      await expect.poll(() => tries(folder), { interval: 50 }).toHaveLength(2)

      await expect(writeFile(filler, Buffer.alloc(2 ** 20))).rejects.toThrow('ENOSPC')
      await cluster.release()
      await cluster.whenIdle()
      const full = await cluster.lab('sweep', folder)
      expect(full.code).toBe(1)
      expect(full.stdout).toMatch(/shard 0 \(trials 1 to 8\) was run once, at last FAILED/)
      expect(full.stdout).toMatch(/see whether there is room on its disk/)
      expect(full.stdout).toMatch(/go on with: lab sweep .* --on slurm\n$/)

      await rm(filler)
      await cluster.hold(0, 1, 2)
      expect((await cluster.lab('sweep', folder, '--on', 'slurm')).code).toBe(0)
      await expect.poll(() => tries(folder), { interval: 50 }).toEqual(['0-1.json', '1-1.json'])
      await rename(folder, `${folder} elsewhere`)
      await cluster.release()
      await cluster.whenIdle()
      await rename(`${folder} elsewhere`, folder)
      const gone = await cluster.lab('sweep', folder)
      expect(gone.code).toBe(1)
      expect(gone.stdout).toMatch(/shard 0 \(trials 1 to 8\) was run once, at last FAILED/)
      expect(gone.stdout).toMatch(/go on with: lab sweep .* --on slurm\n$/)

      expect((await cluster.lab('sweep', folder, '--on', 'slurm')).code).toBe(0)
      await cluster.whenIdle()
      await cluster.hasTheNumbersOfHere(folder)
    } finally {
      disk.close()
    }
  })
})
