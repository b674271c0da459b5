import { defineConfig } from '@playwright/test'
import type { LabOptions } from './test/e2e/support/app.ts'
import { thorough } from './test/support/thorough.ts'

/*
 * The desktop app is driven through everything; the served page where it differs: by the tests with the tag
 * @served, and by those of its own, `*.served.spec.ts`.
 */
export default defineConfig<object, LabOptions>({
  testDir: 'test/e2e',
  workers: 1,
  // A test that passes only at its second try is named at the end of the run.
  retries: 1,
  forbidOnly: true,
  // Limits end what hangs; on a machine busy with other things nothing comes near them.
  timeout: thorough ? 3_600_000 : 600_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  projects: [
    {
      name: 'electron',
      testIgnore: '**/*.served.spec.ts',
      use: { shell: 'desktop' },
      outputDir: 'test-results/electron',
    },
    // Of the installed package; it builds on none of the others' fixtures.
    { name: 'package', testDir: 'test/package', outputDir: 'test-results/package' },
    {
      name: 'served',
      grep: /\.served\.spec\.ts|@served/,
      use: { shell: 'served' },
      outputDir: 'test-results/served',
    },
  ],
})
