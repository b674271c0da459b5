import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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

/** Runs Python in a folder. @returns what it printed. @throws Error with what it said of its fault */
export async function python(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await runFile(await torchPython(), args, {
    cwd: folder,
    // One thread: tensors this small only wait for each other, and the other tests want the rest.
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', ...env },
    maxBuffer: 1 << 26,
  })
  return stdout
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
