import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'
import { thorough } from './test/support/thorough.ts'

const unitTests = readdirSync('test/unit', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', 'unit', name))

/** Unit tests that mount components: each says so in its first lines. */
const inDom = unitTests.filter((file) =>
  readFileSync(file, 'utf8').includes('@vitest-environment happy-dom'),
)

/** What needs Slurm, which not every machine has: a phase of its own. */
const onCluster = 'test/integration/slurm/**/*.test.ts'

const repeatable = 'test/support/repeatable.ts'

/** A test compares the tokens with what the canvas draws in. */
const css = { include: [/tokens\.css/] }

export default defineConfig({
  plugins: [vue()],
  test: {
    // Limits end what hangs; on a machine busy with other things nothing comes near them.
    testTimeout: thorough ? 3_600_000 : 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        // What pure tests import is loaded once, not for each file anew: that was half of their time.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: repeatable,
          exclude: inDom,
          isolate: false,
          maxWorkers: 2,
          css,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-dom',
          include: inDom,
          setupFiles: [repeatable, 'test/support/dom.ts'],
          isolate: false,
          maxWorkers: 2,
          css,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [onCluster],
          setupFiles: repeatable,
          isolate: false,
          // Each file starts trainer processes of its own; two at once fill the machine.
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: {
          name: 'slurm',
          include: [onCluster],
          setupFiles: repeatable,
          isolate: false,
          // Each file starts a cluster of two nodes, and mostly waits for it.
          maxWorkers: 2,
          // Slurm is slow by itself.
          testTimeout: 600_000,
          expect: { poll: { timeout: 300_000 } },
        },
      },
    ],
  },
})
