import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from '../run/child.ts'
import { countPlaywright, countRun, countVitest, type Count } from './count.ts'

/** A program of the tool chain by its path in `node_modules`, with arguments. */
interface Tool {
  root: string
  /** What the program is started by. @default itself */
  prefix?: readonly string[]
  program: string[]
  args: string[]
  env: NodeJS.ProcessEnv
}

function runTool({ root, prefix = [], program, args, env }: Tool): Promise<number> {
  const entry = join(root, 'node_modules', ...program)
  const [file = process.execPath, ...words] = [...prefix, process.execPath, entry, ...args]
  return runChild(file, words, { cwd: root, env })
}

/** Runs one of package.json's scripts. @returns its exit code */
export function runScript(root: string, script: string, env: NodeJS.ProcessEnv): Promise<number> {
  const npm = process.env.npm_execpath
  const args = ['run', '--silent', script]
  if (npm?.endsWith('.js')) return runChild(process.execPath, [npm, ...args], { cwd: root, env })
  return runChild('npm', args, { cwd: root, env })
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

/** Runs one of vitest's projects. */
export function runVitest(root: string, project: string, env: NodeJS.ProcessEnv): Promise<Count> {
  return counted((file) => {
    const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const args = ['run', '--project', project, ...report]
    return runTool({ root, program: ['vitest', 'vitest.mjs'], args, env })
  }, countVitest)
}

/** Runs one of Playwright's projects. @param prefix what it is started by, if anything */
export function runPlaywright(
  root: string,
  project: string,
  env: NodeJS.ProcessEnv,
  prefix: readonly string[] = [],
): Promise<Count> {
  return counted((file) => {
    const args = ['test', '--project', project, '--reporter=list,json']
    const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    const program = ['@playwright', 'test', 'cli.js']
    return runTool({ root, prefix, program, args, env: withReport })
  }, countPlaywright)
}
