import { defineConfig } from '@playwright/test'
import type { LabOptions } from './test/e2e/support/app.ts'

/*
 * One suite over both shells. `*.electron.spec.ts` and `*.served.spec.ts` are of one shell alone.
 */
export default defineConfig<object, LabOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // The program trains on every core; two at once fill the machine.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Limits end what hangs; on a machine busy with other things nothing comes near them.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  projects: [
    { name: 'electron', testIgnore: '**/*.served.spec.ts', use: { shell: 'desktop' } },
    // Of the installed package; it builds on none of the others' fixtures.
    { name: 'package', testDir: 'test/package' },
    { name: 'served', testIgnore: '**/*.electron.spec.ts', use: { shell: 'served' } },
  ],
})
