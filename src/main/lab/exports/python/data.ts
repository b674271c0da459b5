import { LabError } from '#shared/contract/errors.ts'
import { layoutOf } from '#shared/models.ts'
import type { Problem, Rows } from '#shared/training/problem.ts'
import { startParameters } from '#shared/training/stack.ts'
import type { ScriptFile, ScriptInput } from './types.ts'

/** Numbers a data file holds at most: about as many as one text can, at some 20 characters each. */
const mostNumbers = 20_000_000

/**
 * The race's rows as it had them: encoded, scaled and split, once per distinct split; each seed's
 * start weights; and its batches, where the experiment writes them down. Every number reads back to
 * the same float64.
 *
 * @throws LabError `not-saved` where that is more than one file can hold
 */
export function dataFile({ spec, problems }: ScriptInput, name: string): ScriptFile {
  const distinct = [...new Set(problems)]
  const [first] = problems
  if (!first) throw new Error('a race has at least one seed')
  const layout = layoutOf(spec.model, first.inputs, first.outputs)
  const numbers =
    spec.seeds.length * layout.size +
    distinct.reduce((sum, { inputs, train, validation }) => {
      return sum + (train.count + validation.count) * (inputs + 1)
    }, 0)
  if (numbers > mostNumbers) {
    throw new LabError(
      'not-saved',
      `${name} would hold ${numbers} numbers, and more than ${mostNumbers} do not fit into it: export a race of fewer seeds, splits or rows.`,
      { parameters: { name } },
    )
  }
  const seeds = spec.seeds.map((seed, index) => {
    const start = JSON.stringify(Array.from(startParameters(spec, layout, seed)))
    return `{"seed": ${seed}, "problem": ${distinct.indexOf(problems[index]!)}, "start": ${start}}`
  })
  const orders = spec.start?.batches.map((order) => JSON.stringify(order))
  const content = [
    '{',
    `"features": ${JSON.stringify(first.featureNames)},`,
    `"classes": ${JSON.stringify(first.classNames)},`,
    `"problems": ${listed(distinct.map(problemText))},`,
    `"seeds": ${listed(seeds)},`,
    `"batches": ${orders ? listed(orders) : 'null'}`,
    '}',
    '',
  ].join('\n')
  return { name, content }
}

function problemText(problem: Problem): string {
  const { train, validation } = problem
  return `{"train": ${rowsText(problem, train)}, "validation": ${rowsText(problem, validation)}}`
}

/** Rows of features, and what is to be predicted: a class by its number, or the scaled quantity. */
function rowsText({ inputs, outputs, classNames }: Problem, rows: Rows): string {
  const { count, features, targets } = rows
  const x = Array.from({ length: count }, (_, row) =>
    JSON.stringify(Array.from(features.subarray(row * inputs, (row + 1) * inputs))),
  )
  const y = Array.from({ length: count }, (_, row) => {
    const own = targets.subarray(row * outputs, (row + 1) * outputs)
    return classNames.length > 0 ? own.indexOf(1) : own[0]
  })
  return `{"x": ${listed(x)}, "y": ${JSON.stringify(y)}}`
}

/** A JSON list with an entry a line. */
function listed(entries: readonly string[]): string {
  return entries.length === 0 ? '[]' : `[\n${entries.join(',\n')}\n]`
}
