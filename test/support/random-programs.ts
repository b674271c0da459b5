import type { GeneratorValue } from 'fast-check'
import fc from 'fast-check'

/** What random programs are made of. */
export interface ProgramOptions {
  /**
   * What stands below a fraction bar: values that differ from element to element, tensor to tensor or
   * run to run; or step constants, and then nothing that would make a rounding error grow.
   */
  readonly divisors: 'changing' | 'constant'
  /** Whether there are reductions, over a tensor and over all of them. */
  readonly reductions: boolean
  /** Whether a tensor may be set to one number. */
  readonly scalars: boolean
  /** Whether lines stand under `if matrix:`. */
  readonly matrix: boolean
}

/**
 * How often a value changes: once a step, for every tensor or run, or for every element. A name keeps
 * its kind, so that what a line divides by is known.
 */
type Kind = 'step' | 'whole' | 'element'

interface Scope {
  readonly names: Record<Kind, string[]>
  readonly matrix: boolean
}

/** A program in the names of `declarations`, by the choices of fast-check's generator. */
export function randomProgram(g: GeneratorValue, options: ProgramOptions): string {
  const { divisors, reductions, scalars } = options
  const positive = divisors === 'constant'
  const pick = <T>(...items: readonly T[]): T => items[g(fc.nat, items.length - 1)]!
  const chance = (percent: number): boolean => g(fc.nat, 99) < percent
  let made = 0

  const number = (): string => pick('0.5', '1', '2', '3', '0.125', '1e-3', '7.5', '2.5e2')

  const leaf = (kind: Kind, scope: Scope): string => {
    const names = scope.names[kind]
    if (kind === 'whole' && names.length === 0) return reduction(0, scope)
    if (kind === 'step' && chance(40)) return number()
    return pick(...names)
  }

  const reduction = (depth: number, scope: Scope): string => {
    const overRun = !scope.matrix && chance(50)
    const name = pick('norm', 'sum', 'mean')
    return `${overRun ? 'global_' : ''}${name}(${expression('element', depth - 1, scope)})`
  }

  /** Any kind that is not finer than the one wanted. */
  const below = (kind: Kind): Kind => {
    if (kind === 'step') return 'step'
    if (kind === 'whole') return pick('step', 'whole')
    return reductions ? pick('step', 'whole', 'element') : pick('step', 'element')
  }

  const condition = (depth: number, scope: Scope, kind: Kind): string => {
    if (positive) return `g ${pick('<', '>')} ${pick('0.75', 'q', 'w')}`
    if (depth <= 0 || chance(70)) {
      const left = expression(kind, depth - 1, scope)
      const right = expression(below(kind), depth - 1, scope)
      return `${left} ${pick('<', '<=', '>', '>=', '==', '!=')} ${right}`
    }
    const part = (): string => `(${condition(depth - 1, scope, kind)})`
    return pick(
      () => `not ${part()}`,
      () => `${part()} and ${part()}`,
      () => `${part()} or ${pick('on', 'off')}`,
    )()
  }

  const expression = (kind: Kind, depth: number, scope: Scope): string => {
    if (depth <= 0) return leaf(kind, scope)
    if (kind === 'whole' && chance(40)) return reduction(depth, scope)
    const own = (): string => expression(kind, depth - 1, scope)
    const other = (): string => expression(below(kind), depth - 1, scope)
    const both = (): [string, string] => (chance(50) ? [own(), other()] : [other(), own()])
    const binary = (operator: string): string => {
      const [left, right] = both()
      return `(${left} ${operator} ${right})`
    }
    const kinds: (() => string)[] = [
      () => leaf(kind, scope),
      () => binary('+'),
      () => binary('*'),
      () => `sqrt(${positive ? own() : `abs(${own()})`})`,
      () => `${pick('min', 'max')}(${both().join(', ')})`,
      () => `clip(${own()}, ${number()}, 8)`,
      () => `where(${condition(depth - 1, scope, kind)}, ${own()}, ${other()})`,
      () => `(${own()} if ${pick('on', 'off', 'a > 0.5', 'b')} else ${own()})`,
    ]
    if (positive) {
      kinds.push(() => `(${own()} / ${expression('step', depth - 1, scope)})`)
    } else {
      kinds.push(
        () => binary('-'),
        () => `(-${own()})`,
        () => `${pick('abs', 'sign', 'float32')}(${own()})`,
        () => `exp(clip(${own()}, -3, 3))`,
        () => `log(abs(${own()}) + 1)`,
        () => `(${own()})**${pick('2', '3', '0.5', '-1', 'a', 'b')}`,
      )
      // Among step constants both sides are plain arithmetic; elsewhere the divisor must change.
      if (!scalars) kinds.push(() => `(${other()} / ${own()})`)
    }
    if (options.matrix && !scope.matrix && kind === 'element' && !reductions) {
      kinds.push(() => `(${own()} if matrix else ${own()})`)
    }
    return pick(...kinds)()
  }

  const assignment = (scope: Scope): string => {
    const kind = reductions ? pick<Kind>('step', 'whole', 'element') : pick<Kind>('step', 'element')
    const depth = g(fc.nat, 3)
    if (chance(45)) {
      const target = pick('p', 'q', 'w', 'g')
      const value = expression(scalars ? kind : 'element', depth, scope)
      // A tensor that loses its elements must not be divided by; nothing is where scalars are.
      return `${target} ${positive ? pick('=', '+=') : pick('=', '+=', '-=', '*=')} ${value}`
    }
    const value = expression(kind, depth, scope)
    const reused = scope.names[kind].filter((name) => /^x\d/.test(name))
    const name = reused.length > 0 && chance(20) ? pick(...reused) : `x${made++}`
    if (!scope.names[kind].includes(name)) scope.names[kind].push(name)
    return `${name} = ${value}`
  }

  const copy = ({ names, matrix }: Scope, under = matrix): Scope => ({
    names: { step: [...names.step], whole: [...names.whole], element: [...names.element] },
    matrix: under,
  })

  const block = (scope: Scope, indent: string, depth: number): string[] => {
    const lines: string[] = []
    for (let left = 1 + g(fc.nat, 4); left > 0; left--) {
      if (depth > 0 && chance(25)) {
        const onMatrix = options.matrix && chance(50)
        const test = onMatrix
          ? pick('matrix', 'not matrix', 'matrix and on', 'matrix or off')
          : pick('on', 'off', 'a > 0.5', 'not on', 'on and b > 1', 'off or on')
        lines.push(`${indent}if ${test}:`)
        lines.push(...block(copy(scope, scope.matrix || onMatrix), `${indent}    `, depth - 1))
        if (chance(50)) {
          lines.push(`${indent}else:`)
          lines.push(...block(copy(scope, scope.matrix || onMatrix), `${indent}    `, depth - 1))
        }
      } else lines.push(indent + assignment(scope))
    }
    return lines
  }

  const scope: Scope = {
    names: { step: ['lr', 'a', 'b', 't'], whole: [], element: ['w', 'g', 'p', 'q'] },
    matrix: false,
  }
  const lines = block(scope, '', 2)
  return [...lines, `w ${positive ? '+=' : '-='} ${expression('element', 2, scope)}`].join('\n')
}
