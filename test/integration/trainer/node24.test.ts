import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyFiles } from '#main/lab/verify/index.ts'
import { root } from '#test/support/golden.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { runRace, withPool } from './support.ts'

const execPath = process.env.DESCENT_LAB_NODE24
const provided = process.platform === 'linux' && process.arch === 'x64'
if (execPath === undefined && provided) {
  throw new Error(
    'DESCENT_LAB_NODE24 is not set: run "npm run setup -- --for test", then "npm test".',
  )
}

// Set-up has no Node 24 to offer elsewhere; what newer Electrons bundle is tested where it can be.
describe.runIf(execPath !== undefined)('a trainer under Node 24', () => {
  it('is one', () => {
    const script = 'console.log(process.version)'
    const said = execFileSync(execPath!, ['-e', script], { encoding: 'utf8' })
    expect(said).toMatch(/^v24\./)
  })

  it('passes the golden Iris runs', async () => {
    await withPool({ processes: 2, execPath }, async (pool) => {
      const path = join(root, 'test', 'fixtures', 'golden', 'iris-run.json')
      const { cases, passed } = await verifyFiles(path, { pool, readTable })
      expect(cases).toHaveLength(12)
      expect(passed).toBe(true)
    })
  })

  it('trains to the same numbers as under this Node', async () => {
    const spec = specOf({
      model: { hidden: [6], activation: 'sigmoid' },
      lanes: lanesOf('sgd', 'adam'),
      seeds: [1, 2],
      record: { metrics: ['trainLoss'], every: { steps: 1 } },
    })
    const table = await readTable('iris')
    const run = (path?: string): ReturnType<typeof runRace> =>
      withPool({ processes: 1, execPath: path }, (pool) => runRace(pool, { spec, table }))
    const [there, here] = [await run(execPath), await run()]
    // Not the same bits: newer V8s round a logarithm here and there the other way.
    for (const index of [0, 1, 2, 3]) {
      there.ends.get(index)!.forEach((value, i) => {
        expect(Math.abs(value - here.ends.get(index)![i]!)).toBeLessThan(1e-6)
      })
    }
  })
})
