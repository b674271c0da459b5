import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { summariseTable } from '#shared/data/summary.ts'
import { createRandom } from '#shared/math/random.ts'
import { createTableReader } from '#main/tables/reader.ts'
import type { ChildProcess } from '#main/process/types.ts'
import type { ReaderLauncher } from '#main/tables/types.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { median, type Figure, type Measurement, type Say } from './types.ts'

const rows = 1_000_000
const columns = 20
/** What the columns take in float64. */
const megabytes = (rows * columns * 8) / 1e6
const times = 3

const title = 'import, 1,000,000 rows × 20 numbers'

/** How long a large file takes to become a table, and what memory that takes in both processes. */
export const importMeasurement: Measurement = {
  name: 'import',
  run: measure,
  ratios(value) {
    const memory = value('import, memory')
    if (Number.isNaN(memory)) return []
    return [`${title}, memory / the columns in float64: ${(memory / megabytes).toFixed(2)}×`]
  },
}

async function measure(say: Say): Promise<Figure[]> {
  say(title)
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
  const { launcher, watch } = watchReaders()
  const reader = createTableReader({ launcher })
  try {
    const small = join(folder, 'small.csv')
    await writeFile(small, 'a,b\n1,2\n')
    const large = join(folder, 'large.csv')
    await writeLarge(large)
    // What a reader's process takes for itself.
    const own = await watch(() => reader.read(small))
    const read: number[] = []
    const ready: number[] = []
    let memory: number | undefined
    for (let time = 0; time < times; time++) {
      const began = performance.now()
      const { result, peak } = await watch(() => reader.read(large), own.peak?.reader)
      read.push(performance.now() - began)
      summariseTable(result.table)
      ready.push(performance.now() - began)
      // Later, what is left of the table before would be in it.
      memory ??= peak?.both
    }
    const ms = (what: string, label: string, values: readonly number[]): Figure => {
      return {
        key: `import, ${what}`,
        label: `${title}: ${label}`,
        value: median(values),
        unit: 'ms',
      }
    }
    return [
      ms('read', 'read', read),
      ms('ready', 'read and summed up', ready),
      ...(memory === undefined
        ? []
        : [
            {
              key: 'import, memory',
              label: `${title}: memory`,
              value: memory,
              unit: 'MB',
            } as const,
          ]),
    ]
  } finally {
    reader.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeLarge(path: string): Promise<void> {
  const random = createRandom(1, 'split')
  const out = createWriteStream(path)
  out.write(`${Array.from({ length: columns }, (_, column) => `x${column}`).join(',')}\n`)
  const line = new Array<string>(columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      line[column] = (random.uniform() * 10 - 5).toFixed(5)
    }
    if (!out.write(`${line.join(',')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

/** The most memory, in MB. */
interface Peak {
  /** Of a reader's process. */
  readonly reader: number
  /** Of both at once, as far as this one has grown: a table is put together when its reader is gone. */
  readonly both: number
}

interface Watched {
  readonly launcher: ReaderLauncher
  /**
   * @param own what a reader's process takes for itself, in MB, which is left out of `both`
   * @returns no peak where the system does not report it
   */
  watch<T>(work: () => Promise<T>, own?: number): Promise<{ result: T; peak: Peak | undefined }>
}

function watchReaders(): Watched {
  const forks = createForkLauncher({ entry: join(import.meta.dirname, 'tables.js') })
  let running: ChildProcess | undefined
  const launcher: ReaderLauncher = {
    launch() {
      running = forks.launch()
      return running
    },
  }
  return {
    launcher,
    async watch(work, own = 0) {
      const before = process.memoryUsage.rss()
      let reader = 0
      let both = 0
      const look = async (): Promise<void> => {
        const status = await readFile(`/proc/${running?.pid}/status`, 'utf8').catch(() => '')
        // Its most so far, while it lives.
        const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(status) ?? []
        const now = Number(kilobytes ?? 0) / 1000
        reader = Math.max(reader, now)
        const grown = (process.memoryUsage.rss() - before) / 1e6
        both = Math.max(both, Math.max(0, now - own) + grown)
      }
      const looking = setInterval(() => void look(), 10)
      try {
        const result = await work()
        await look()
        const told = existsSync('/proc/self/status')
        return { result, peak: told ? { reader, both } : undefined }
      } finally {
        clearInterval(looking)
      }
    },
  }
}
