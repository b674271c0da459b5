import { findClipping } from '../clipping/index.ts'
import type { LaneSpec } from '../experiment/spec.ts'
import type { Expression, Program, Statement } from '../rules/ast.ts'
import { parseProgram } from '../rules/parse.ts'
import { renameIn } from '../rules/resolve.ts'

/** A lane's whole step as one program. */
export interface LaneProgram {
  readonly program: Program
  /** The number of leading statements that make the gradient what the rule is given. */
  readonly keep: number
  /** The number of leading statements that are not the rule's. */
  readonly before: number
  /** The numbers that clipping and decay bring in, by names that no rule can have. */
  readonly numbers: Readonly<Record<string, number>>
}

const limit = 'clipping limit'
const share = 'decay share'

/** Puts clipping (each run by itself), then weight decay, before the rule. */
export function laneProgram(spec: LaneSpec, rule: Program): LaneProgram {
  const { clipping, weightDecay } = spec
  const numbers: Record<string, number> = {}
  const given: Statement[] = []
  const shrink: Statement[] = []
  if (clipping) {
    const code = findClipping(clipping.kind)?.code
    if (code === undefined) throw new Error(`no clipping ${clipping.kind}`)
    given.push(...lines(`g = ${code}`, 'limit', limit))
    numbers[limit] = clipping.limit
  }
  if (weightDecay) {
    const coupled = weightDecay.kind === 'coupled'
    if (coupled) given.push(...lines('g += share * w', 'share', share))
    else shrink.push(...lines('w *= 1 - lr * share', 'share', share))
    numbers[share] = weightDecay.rate
  }
  const statements = [...given, ...shrink, ...rule.statements]
  const before = given.length + shrink.length
  return { program: { ...rule, statements }, keep: given.length, before, numbers }
}

/** Statements of the rule language in which one name stands for another. */
function lines(source: string, name: string, other: string): Statement[] {
  // A program must change w to be one.
  const { program } = parseProgram(`${source}\nw = w`, {
    hyper: ['lr', name],
    flags: [],
    slots: [],
  })
  if (!program) throw new Error(`no program: ${source}`)
  return program.statements.slice(0, -1).map((statement) => {
    if (statement.kind !== 'assign') throw new Error(`no assignment: ${source}`)
    const value: Expression = renameIn(statement.value, name, other)
    return { ...statement, value }
  })
}
