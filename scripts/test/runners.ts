import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from '../run/child.ts'
import { countPlaywright, countRun, countVitest, type Count } from './count.ts'

/** Where the test programs run. */
export interface Surroundings {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  /** What a program is started by. @default itself */
  readonly prefix?: readonly string[]
  /** Takes what it prints. @default our own standard streams */
  readonly onOutput?: ((text: string) => void) | undefined
}

/** @param program of the tool chain, by its path in `node_modules` */
function runTool(
  { root, env, prefix = [], onOutput }: Surroundings,
  program: readonly string[],
  args: readonly string[],
): Promise<number> {
  const entry = join(root, 'node_modules', ...program)
  const [file = process.execPath, ...words] = [...prefix, process.execPath, entry, ...args]
  return runChild(file, words, { cwd: root, env, onOutput })
}

/** Runs one of package.json's scripts. @returns its exit code */
export function runScript({ root, env, onOutput }: Surroundings, script: string): Promise<number> {
  const npm = process.env.npm_execpath
  const args = ['run', '--silent', script]
  const [file, words] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args]
  return runChild(file, words, { cwd: root, env, onOutput })
}

async function counted(
  run: (reportFile: string) => Promise<number>,
  count: (report: unknown) => Count,
): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-test-'))
  const file = join(folder, 'report.json')
  try {
    const code = await run(file)
    return countRun(code, () => count(JSON.parse(readFileSync(file, 'utf8'))))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Runs vitest's projects of a name, which may hold wildcards.
 * @param workers files that are run at the same time; left out, as the configuration says
 */
export function runVitest(
  surroundings: Surroundings,
  project: string,
  workers?: number,
): Promise<Count> {
  return counted((file) => {
    const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const limit = workers === undefined ? [] : [`--maxWorkers=${workers}`]
    const args = ['run', '--project', project, ...limit, ...report]
    return runTool(surroundings, ['vitest', 'vitest.mjs'], args)
  }, countVitest)
}

/**
 * Runs one of Playwright's projects.
 * @param workers files that are run at the same time
 */
export function runPlaywright(
  surroundings: Surroundings,
  project: string,
  workers = 1,
): Promise<Count> {
  return counted((file) => {
    const args = ['test', '--project', project, `--workers=${workers}`, '--reporter=list,json']
    const env = { ...surroundings.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    return runTool({ ...surroundings, env }, ['@playwright', 'test', 'cli.js'], args)
  }, countPlaywright)
}
