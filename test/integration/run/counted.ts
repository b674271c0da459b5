/** Runs one project of a test program and prints its count. Arguments: the program, root, project. */
import { runPlaywright, runVitest } from '#scripts/test/runners.ts'

const [, , program, root = '', project = ''] = process.argv
const run = program === 'vitest' ? runVitest : runPlaywright
// A program started by hand: this one is itself started by vitest.
const entries = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV)/.test(name))
const count = await run({ root, env: Object.fromEntries(entries) }, project)
process.stdout.write(`\nCOUNT ${JSON.stringify(count)}\n`)
