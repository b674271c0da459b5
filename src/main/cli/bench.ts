import { measurements } from './bench/index.ts'
import { tapeWord } from './bench/loops.ts'
import { runTapeLoop } from './bench/tape.ts'
import type { Figure } from './bench/types.ts'
import { exits, parseWords, UsageError } from './usage.ts'

const names = measurements.map(({ name }) => name)

const help = `What the laboratory's speed is on this machine.

Usage: bench [name …] [--json]

Names: ${names.join(', ')}; all of them when none is given.
Prints medians, then the ratios that matter, one a line. --json prints the figures instead.
`

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords('bench', {
    args: [...words],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(help)
    return exits.done
  }
  const unknown = positionals.find((name) => !names.includes(name))
  if (unknown) throw new UsageError(`There is no measurement '${unknown}'; see 'bench --help'.`)
  const chosen = measurements.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  )

  const figures: Figure[] = []
  for (const measurement of chosen) {
    figures.push(...(await measurement.run((line) => process.stderr.write(`${line} …\n`))))
  }
  const value = (key: string): number => figures.find((figure) => figure.key === key)?.value ?? NaN
  const ratios = chosen.flatMap((measurement) => measurement.ratios?.(value) ?? [])
  const report = values.json
    ? JSON.stringify({ figures, ratios }, undefined, 2)
    : [...figures.map(lineOf), '', ...ratios].join('\n')
  process.stdout.write(`${report}\n`)
  return exits.done
}

function lineOf({ label, value, unit }: Figure): string {
  // Short times keep their digits.
  const digits = unit === 'µs' ? 1 : 0
  const number = value.toLocaleString('en', { maximumFractionDigits: digits })
  if (unit !== 'run-steps/s') return `${label}: ${number} ${unit}`
  return `${label}: ${number} run-steps/s (${(1e6 / value).toPrecision(3)} µs each)`
}

const [first, ...rest] = process.argv.slice(2)
if (first === tapeWord) {
  await runTapeLoop()
} else {
  process.exitCode = await main(first === undefined ? [] : [first, ...rest]).catch(
    (error: unknown) => {
      const usage = error instanceof UsageError
      const text = error instanceof Error && !usage ? (error.stack ?? error.message) : error
      process.stderr.write(`${usage ? error.message : text}\n`)
      return usage ? exits.usage : exits.failed
    },
  )
}
