import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { findTorchPython } from '#scripts/setup/python.ts'
import type { ScriptFile } from '#main/lab/exports/python/index.ts'
import { root } from './golden.ts'

const runFile = promisify(execFile)

/** A package `keras` that is none: see what it says of itself. */
export const kerasStandIn = join(root, 'test', 'support', 'stand-in')

let found: Promise<string | undefined> | undefined

/** @throws Error that says what to install where there is no Python with PyTorch */
async function torchPython(): Promise<string> {
  const python = await (found ??= findTorchPython())
  if (python !== undefined) return python
  throw new Error(
    'This test runs exported scripts with PyTorch, and no Python here has it. On Debian: sudo apt-get install -y --no-install-recommends python3-torch. Elsewhere: pip install torch, and name that Python in DESCENT_LAB_PYTHON.',
  )
}

/** One thread: tensors this small only wait for each other, and the other tests want the rest. */
const sparing = { OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' }

/** Runs Python in a folder. @returns what it printed. @throws Error with what it said of its fault */
export async function python(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  if (!args[0]!.startsWith('-')) return runForked(folder, args, env)
  const { stdout } = await runFile(await torchPython(), args, {
    cwd: folder,
    env: { ...process.env, ...sparing, ...env },
    maxBuffer: 1 << 26,
  })
  return stdout
}

/**
 * Loads PyTorch once, which takes longer than most scripts; then each line of its input is a script,
 * which a fork of it runs as Python would by itself. Answers with the exit code.
 */
const forker = `import json, os, runpy, sys, traceback, torch
for line in sys.stdin:
    job = json.loads(line)
    pid = os.fork()
    if pid == 0:
        os.chdir(job["folder"])
        for fd in (1, 2):
            os.dup2(os.open(job["streams"][fd - 1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), fd)
        sys.argv = job["args"]
        sys.path[:1] = [os.path.dirname(os.path.abspath(sys.argv[0])), *job["path"]]
        code = 0
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            if code == 1 and end.code != 1: print(end.code, file=sys.stderr)
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
`

let forking: Promise<(job: object) => Promise<number>> | undefined

async function startForker(): Promise<(job: object) => Promise<number>> {
  const child = spawn(await torchPython(), ['-c', forker], {
    env: { ...process.env, ...sparing },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  let queue: Promise<unknown> = Promise.resolve()
  return (job) => {
    const answer = queue.then(async () => {
      child.stdin.write(`${JSON.stringify(job)}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error('Python ended before its script did.')
      return Number(value)
    })
    queue = answer.catch(() => undefined)
    return answer
  }
}

async function runForked(
  folder: string,
  args: readonly string[],
  { PYTHONPATH }: Readonly<Record<string, string>>,
): Promise<string> {
  const run = await (forking ??= startForker())
  const streams = [join(folder, 'stdout.log'), join(folder, 'stderr.log')] as const
  const code = await run({ folder, args, streams, path: PYTHONPATH ? [PYTHONPATH] : [] })
  if (code !== 0) throw new Error(`exit code ${code}: ${await readFile(streams[1], 'utf8')}`)
  return readFile(streams[0], 'utf8')
}

/** Lays files into a folder that is gone afterwards. */
export async function withFiles<T>(
  files: readonly ScriptFile[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-script-'))
  try {
    for (const { name, content } of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A row of a script's CSV, by column. */
export type CsvRow = Readonly<Record<string, string>>

/** Runs an exported script. @returns what it printed, and the rows of its CSV */
export async function runScript(
  files: readonly ScriptFile[],
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ printed: string; rows: CsvRow[] }> {
  return withFiles(files, async (folder) => {
    const printed = await python(folder, [files[0]!.name, '--out', 'out.csv', ...args], env)
    return { printed, rows: readCsv(await readFile(join(folder, 'out.csv'), 'utf8')) }
  })
}

/** Runs a script that the program saved as a zip, data beside it. @returns the rows of its CSV */
export async function runZippedScript(zip: string): Promise<CsvRow[]> {
  return withFiles([], async (folder) => {
    await python(folder, ['-m', 'zipfile', '-e', zip, '.'])
    const names = await readdir(folder, { recursive: true })
    await python(folder, [names.find((name) => name.endsWith('.py'))!, '--out', 'out.csv'])
    return readCsv(await readFile(join(folder, 'out.csv'), 'utf8'))
  })
}

/** Scripts one after another in one process, which loads PyTorch only once. */
const driver = `import runpy, sys
for script in sys.argv[1:]:
    sys.argv = [script, "--out", script + ".csv"]
    runpy.run_path(script, run_name="__main__")
`

/** Runs some exported scripts, each with the data beside it. @returns the rows of each one's CSV */
export async function runScripts(
  scripts: readonly (readonly ScriptFile[])[],
  env: Readonly<Record<string, string>> = {},
): Promise<CsvRow[][]> {
  const inFolders = scripts.map((files, at) =>
    files.map(({ name, content }) => ({ name: `${at}/${name}`, content })),
  )
  return withFiles(
    [{ name: 'driver.py', content: driver }, ...inFolders.flat()],
    async (folder) => {
      await python(folder, ['driver.py', ...inFolders.map(([script]) => script!.name)], env)
      return Promise.all(
        inFolders.map(async ([script]) =>
          readCsv(await readFile(join(folder, `${script!.name}.csv`), 'utf8')),
        ),
      )
    },
  )
}

/** Rows of a CSV by its header; fields may be quoted. */
function readCsv(text: string): CsvRow[] {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    )
  return rows.map((fields) => Object.fromEntries(header.map((name, at) => [name, fields[at]!])))
}
