import { basename } from 'node:path'
import { toJsonNumber } from '#shared/experiment/log.ts'
import { readBuiltinTable } from '../lab/datasets.ts'
import { verifyFiles, type VerifyReport } from '../lab/verify/index.ts'
import type { Shell } from './shell.ts'
import { textTable } from './table.ts'
import { exits, printJson, readWords } from './usage.ts'

const verifyHelp = `Replays golden files and prints how far each case is from the file's numbers.

Usage: lab verify <folder or file> [options]

Runs are replayed by TensorFlow and by the float64 reference engine; steps of update rules, on one
vector or on several tensors, and paths over surfaces by a rule's compiled kernel and by the
interpreter of its program. Only the interpreter replays a rule that multiplies matrices.

Options:
  --json    print the report as JSON
  --help    print this

Exit codes: 0 every case is within its tolerance, 1 one is not or nothing could be replayed,
2 the command makes no sense.
`

/** @returns the exit code */
export async function verify(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'verify',
    verifyHelp,
    words,
    { json: { type: 'boolean' } },
    'Give one golden file or one folder of them',
  )
  if (!read) return exits.done
  const { values, named } = read
  const pool = shell.createPool(1)
  try {
    const report = await verifyFiles(named[0]!, { pool, readTable: readBuiltinTable })
    if (values.json) printJson(shell, reportJson(report))
    else shell.print(reportText(report))
    return report.passed ? exits.done : exits.failed
  } finally {
    await pool.dispose()
  }
}

/** A difference that is not finite goes by its name, as in the run log. */
function reportJson(report: VerifyReport): unknown {
  const cases = report.cases.map((each) => ({
    ...each,
    absolute: toJsonNumber(each.absolute),
    relative: toJsonNumber(each.relative),
    scaled: toJsonNumber(each.scaled),
  }))
  return { ...report, cases }
}

/** @returns a table of the cases, the files left out, and a verdict */
function reportText({ cases, skipped, passed }: VerifyReport): string {
  const table = textTable(
    [
      { title: 'file' },
      { title: 'case' },
      { title: 'engine' },
      { title: 'largest difference', align: 'right' },
      { title: 'relative', align: 'right' },
      { title: 'at' },
      { title: 'tolerance', align: 'right' },
      { title: '' },
    ],
    cases.map((each) => [
      basename(each.file),
      [each.dataset, each.surface, `${each.optimizer} (${each.convention})`]
        .filter((part) => part !== undefined)
        .join(', '),
      each.engine,
      each.absolute.toExponential(2),
      each.relative.toExponential(2),
      each.where,
      each.tolerance.toExponential(0),
      `${each.passed ? 'ok' : 'OVER'}${each.note ? `: ${each.note}` : ''}`,
    ]),
  )
  const over = cases.filter((each) => !each.passed).length
  const verdict = passed
    ? `All ${cases.length} cases are within their tolerance.`
    : cases.length === 0
      ? 'Nothing could be replayed.'
      : `${over} of ${cases.length} cases are over their tolerance.`
  return [
    ...(cases.length > 0 ? [...table, ''] : []),
    ...skipped.map(({ file, reason }) => `left out ${file}: ${reason}`),
    verdict,
    '',
  ].join('\n')
}
