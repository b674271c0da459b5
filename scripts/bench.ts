/**
 * `npm run bench [-- name …] [--json]`: how long the app keeps a person waiting, how its stages keep
 * up, and the laboratory's own measurements, which end with the ratios.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measurements } from '#main/cli/bench/index.ts'
import { measureApp, measureEmpty, type AppFigures } from './bench/app.ts'
import { measureInstalled, unpackDeb, type InstalledFigures } from './bench/installed.ts'
import { measureRace, slope } from './bench/race.ts'
import type { Measured } from './bench/launch.ts'
import { measureSurface } from './bench/surface.ts'
import { measureTyping } from './bench/typing.ts'
import { ensureDeb } from './package/deb/current.ts'
import { lacking } from './package/targets.ts'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment, runChild } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext, type SetupContext } from './setup/context.ts'
import { startDisplay } from './setup/display.ts'
import { setUp } from './setup/index.ts'
import { findTorchPython } from './setup/python.ts'

/** Starts of the app; the median of each figure is printed. */
const starts = 7

/** What is measured of the app, by name, beside what the laboratory measures of itself. */
const own = {
  app: 'how long the app keeps a person waiting',
  installed: 'the same as it is installed from its package, where a deb can be built',
  surface: 'how the Surface stage keeps up with a hand',
  typing: 'how the Optimizers stage keeps up with a rule that is typed',
  'race-page': 'how the Race stage keeps up with a large race',
}

const help = `What Descent Lab costs on this machine.

Usage: npm run bench [-- name … [--json]]

Names, all of them when none is given:
${[
  ...Object.entries(own),
  ...measurements.map(({ name }) => [name, 'by the laboratory itself'] as const),
]
  .map(([name, about]) => `  ${name.padEnd(12)} ${about}`)
  .join('\n')}

Options:
  --json   print the laboratory's figures for programs, and nothing of the app
  --help   print this
`

const labels: Readonly<Record<keyof AppFigures, string>> = {
  firstPaint: 'app, start to first paint',
  firstMove: 'app, start to lanes that move and can be touched, at a first start',
  firstPoint: 'app, Run to first painted point',
  nextPoint: 'app, Run again to first painted point',
}

/** The value that this share of all lies below. */
function share(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN
}

const middle = (values: readonly number[]): number => share(values, 0.5)

/** Prints how long the installed app keeps a person waiting; says so where no deb can be built. */
async function benchInstalled(context: SetupContext, env: NodeJS.ProcessEnv): Promise<void> {
  const missing = await lacking('deb', context)
  if (missing !== undefined) {
    context.report.say(missing)
    return
  }
  const deb = await ensureDeb(context, env)
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-installed-'))
  try {
    const command = await unpackDeb(deb, folder)
    const measured: InstalledFigures[] = []
    for (let start = 1; start <= starts; start++) {
      process.stderr.write(`the installed app, start ${start} of ${starts} …\n`)
      measured.push(await measureInstalled(command, env))
    }
    for (const [key, label] of [
      ['firstPaint', 'installed app, start to first paint'],
      ['firstPoint', 'installed app, start to first painted training point'],
    ] as const) {
      const milliseconds = middle(measured.map((figures) => figures[key]))
      process.stdout.write(`${label}: ${milliseconds.toFixed(0)} ms\n`)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await runCommand(async () => {
  const words = process.argv.slice(2)
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(help)
    return 0
  }
  const context = createContext(process.stderr)
  const { root, report } = context
  const ready = await setUp(context, 'bench', true)
  for (const problem of ready.problems) report.say(problem)
  await ensureBuilt(root, report)
  const names = words.filter((word) => !word.startsWith('-'))
  const json = words.includes('--json')
  const display = await startDisplay()
  try {
    const python = await findTorchPython()
    const env = {
      ...labEnvironment(),
      ...display.env,
      ...(python !== undefined && { DESCENT_LAB_PYTHON: python }),
    }
    const app: Measured | undefined =
      !json && ready.electron
        ? { source: root, executable: ready.electron.executable, env }
        : undefined
    const wanted = (name: keyof typeof own): boolean => names.length === 0 || names.includes(name)
    if (app && wanted('app')) {
      const measured: AppFigures[] = []
      const empty: number[] = []
      for (let start = 1; start <= starts; start++) {
        process.stderr.write(`the app, start ${start} of ${starts} …\n`)
        // In turn, so that both meet the same machine.
        empty.push(await measureEmpty(app))
        measured.push(await measureApp(app))
      }
      for (const [key, label] of Object.entries(labels) as [keyof AppFigures, string][]) {
        const milliseconds = middle(measured.map((figures) => figures[key]))
        const least = Math.min(...measured.map((figures) => figures[key]))
        process.stdout.write(
          `${label}: ${milliseconds.toFixed(0)} ms, at least ${least.toFixed(0)}\n`,
        )
      }
      const ratio = middle(measured.map(({ firstPaint }) => firstPaint)) / middle(empty)
      process.stdout.write(
        `an empty app of the same Electron, start to first paint: ${middle(empty).toFixed(0)} ms, at least ${Math.min(...empty).toFixed(0)}; ours / empty: ${ratio.toFixed(2)}\n`,
      )
      const moves = middle(measured.map(({ firstMove }) => firstMove))
      process.stdout.write(
        `lanes that move / an empty app's first paint: ${(moves / middle(empty)).toFixed(2)}, ${(moves - middle(empty)).toFixed(0)} ms later\n`,
      )
    }
    if (app && wanted('installed')) {
      await benchInstalled(context, env)
    }
    if (app && wanted('surface')) {
      process.stderr.write('the Surface stage …\n')
      const { page, hand, basins, longestTask } = await measureSurface(app)
      for (const [label, times] of [
        ['surface drag, 16 × 2,000 steps, page told of a move to rendered frame', page],
        ['surface drag, the move itself to rendered frame', hand],
      ] as const) {
        process.stdout.write(
          `${label}: median ${middle(times).toFixed(1)} ms, p95 ${share(times, 0.95).toFixed(1)} ms\n`,
        )
      }
      process.stdout.write(
        `basin map, 400 × 400 starts, 500 steps: ${basins.toFixed(0)} ms, the page busy meanwhile for ${longestTask > 0 ? longestTask.toFixed(0) : 'under 50'} ms at a time\n`,
      )
    }
    if (app && wanted('typing')) {
      process.stderr.write('the Optimizers stage …\n')
      const { keys, load } = await measureTyping(app)
      process.stdout.write(
        `typing a rule, key press to painted formula, path and answers: median ${middle(keys).toFixed(1)} ms, p95 ${share(keys, 0.95).toFixed(1)} ms, the machine's load ${load.toFixed(1)}\n`,
      )
    }
    if (app && wanted('race-page')) {
      process.stderr.write('the Race stage, a minute …\n')
      const { frames, memory, busy, load } = await measureRace(app)
      const [first, last] = [memory[0], memory.at(-1)]
      process.stdout.write(
        `race page, 16 lanes × 10 seeds, every step, frame to frame: median ${middle(frames).toFixed(1)} ms, p95 ${share(frames, 0.95).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(0)} ms\n`,
      )
      process.stdout.write(
        `race page, its main thread busy ${(100 * busy).toFixed(0)} % of a core, the machine's load ${load.toFixed(1)}\n`,
      )
      process.stdout.write(
        `race page, memory from step ${first?.step} to ${last?.step}: heap ${first?.heap.toFixed(0)} to ${last?.heap.toFixed(0)} MB, ${slope(memory, 'heap').toFixed(1)} MB/min; process ${first?.process.toFixed(0)} to ${last?.process.toFixed(0)} MB, ${slope(memory, 'process').toFixed(1)} MB/min\n`,
      )
    }
    const others = words.filter((word) => !Object.keys(own).includes(word))
    if (names.length > 0 && others.every((word) => word.startsWith('-'))) return 0
    const args = [join(root, 'out', 'main', 'bench.js'), ...others]
    return await runChild(process.execPath, args, { cwd: root, env })
  } finally {
    display.stop()
  }
})
