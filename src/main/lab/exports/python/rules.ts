import {
  type Convention,
  type Framework,
  type HyperValues,
  type Optimizer,
  programOf,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { optimizerOf } from '#shared/own/lane.ts'
import { call, indent, names, pascal, py, wrap, type PyValue } from './literals.ts'
import { pythonProgram, type PythonProgram } from './program.ts'

/** Where each framework keeps its optimizers. */
const modules: Readonly<Record<Framework, string>> = {
  pytorch: 'torch.optim',
  keras: 'keras.optimizers',
}

/** How a rule's class says whose arithmetic it is. */
const whose: Readonly<Record<Convention, { suffix: string; words: string }>> = {
  tutorial: { suffix: 'Tutorial', words: 'as the tutorial has it' },
  pytorch: { suffix: 'PyTorch', words: 'as PyTorch has it' },
  keras: { suffix: 'Keras', words: 'as Keras has it' },
  optax: { suffix: 'Optax', words: 'as Optax has it' },
  paper: { suffix: '', words: 'as its authors write it' },
  own: { suffix: '', words: "a rule of one's own" },
}

/** Characters of a line that are left for the call of an optimizer. */
const room = 70

/** What each lane's optimizer is in a script. */
export interface LaneRules {
  /** By lane, the expression that makes its optimizer. */
  readonly calls: readonly string[]
  /** The classes of the rules written out, one after the other. */
  readonly classes: string
  /** What the classes need besides. */
  readonly needs: RuleNeeds
}

/** What some rules need of the class that takes their steps, and of the loop around it. */
export interface RuleNeeds {
  /** One takes its gradient elsewhere than at the weights. */
  readonly looksAhead: boolean
  /** One's loss is evaluated elsewhere. */
  readonly averages: boolean
  /** A line of one needs all tensors of the model. */
  readonly together: boolean
  /** One takes a matrix by its rows and columns. */
  readonly matrices: boolean
  /** A slot of one starts from the weights. */
  readonly startsFromWeights: boolean
  /** A slot of one is a square matrix for each tensor. */
  readonly squares: boolean
}

/**
 * The lanes' optimizers: the framework's own where it takes the same steps, else the rule written out
 * in a class of its own, once for all lanes whose lines are the same.
 *
 * @param first what stands before the hyper-parameters in a call, with its comma
 * @param changed whether a lane's rate is another at some step
 */
export function laneRules(
  lanes: readonly LaneSpec[],
  framework: Framework,
  first: readonly string[],
  changed: (lane: LaneSpec) => boolean,
): LaneRules {
  const written = new Map<string, { name: string; text: string }>()
  const taken = new Set<string>()
  const needs = {
    looksAhead: false,
    averages: false,
    together: false,
    matrices: false,
    startsFromWeights: false,
    squares: false,
  }

  const classOf = (
    optimizer: Optimizer,
    convention: Convention,
    rule: UpdateRule,
    program: PythonProgram,
  ): string => {
    const { step, gradientAt, evaluateAt } = program
    const key = JSON.stringify([optimizer.id, convention, step, gradientAt, evaluateAt])
    const known = written.get(key)
    if (known) return known.name
    const base = className(optimizer) + whose[convention].suffix
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base}${n}`
    taken.add(name)
    written.set(key, { name, text: classText(name, optimizer, convention, rule, program) })
    needs.looksAhead ||= gradientAt !== undefined
    needs.averages ||= evaluateAt !== undefined
    needs.together ||= program.together
    needs.matrices ||= program.matrices
    needs.startsFromWeights ||= slotsOf(rule, program).some(({ initial }) => initial === 'w')
    needs.squares ||= slotsOf(rule, program).some(({ square }) => square !== undefined)
    return name
  }

  const calls = lanes.map((lane) => {
    const { optimizer: id, convention, hyper } = lane
    const optimizer = optimizerOf(lane)
    if (!optimizer) throw new Error(`no optimizer ${id}`)
    const rule = ruleOf(optimizer, convention)
    const own = ownCall(rule, framework, hyper, changed(lane))
    if (own) return call(own.name, [...first, ...own.args], room)
    const program = pythonProgram(rule, programOf(rule, hyper), framework)
    const name = classOf(optimizer, convention, rule, program)
    const given = hyperOf(rule, program).map(
      (key) => `${program.names.get(key)!}=${py(hyper[key]!)}`,
    )
    return call(name, [...first, ...given], room)
  })
  return { calls, classes: [...written.values()].map(({ text }) => text).join('\n\n\n'), needs }
}

/** A person may call a rule anything. */
function className({ id, name, group }: Optimizer): string {
  if (group !== 'own') return pascal(id)
  const words = name.replace(/[^A-Za-z0-9]+/g, ' ').trim()
  return `Own${pascal(words.replace(/ ([A-Z0-9])/g, '$1')).replaceAll(' ', '')}`
}

/** Who wrote a rule, and where one reads of it. */
function sourceOf(optimizer: Optimizer, convention: Convention, rule: UpdateRule): string {
  const { name, group, paper, why } = optimizer
  if (group !== 'own') {
    const { citation, url } = paper
    return `${name}, ${whose[convention].words}. ${citation}.${url === undefined ? '' : ` ${url}`}`
  }
  const note = why.en.replace(/[\\"\s]+/g, ' ').trim()
  return `${name}, ${whose[convention].words}: ${ruleHash(rule)}.${note && ` ${note}`}`
}

function ruleOf(optimizer: Optimizer, convention: Convention): UpdateRule {
  const rule = optimizer.rules[convention]
  if (!rule) throw new Error(`no rule for ${optimizer.id} (${convention})`)
  return rule
}

/** The framework's own optimizer, where it takes this rule's steps. */
function ownCall(
  { frameworks }: UpdateRule,
  framework: Framework,
  hyper: HyperValues,
  changed: boolean,
): { name: string; args: string[] } | undefined {
  const own = frameworks?.[framework]
  if (!own || (own.constantRate && changed) || own.when?.(hyper) === false) return undefined
  const valueOf = (source: string | readonly string[] | boolean): PyValue => {
    if (typeof source === 'boolean') return source
    if (typeof source === 'string') return hyper[source]!
    return { tuple: source.map((key) => hyper[key]!) }
  }
  return {
    name: `${modules[framework]}.${own.name}`,
    args: Object.entries(own.arguments).map(([name, source]) => `${name}=${py(valueOf(source))}`),
  }
}

/** The hyper-parameters that a rule's lines and points, or the starts of its slots, name. */
function hyperOf(rule: UpdateRule, program: PythonProgram): string[] {
  const starts = slotsOf(rule, program).map(({ initial }) => initial)
  return [...rule.hyper, ...(rule.flags ?? [])]
    .map(({ key }) => key)
    .filter((key) => program.used.has(key) || starts.includes(key))
}

/** The slots that a rule's lines and points name: one that is off stands in none. */
function slotsOf(rule: UpdateRule, { used }: PythonProgram): UpdateRule['slots'] {
  return rule.slots.filter(({ key }) => used.has(key))
}

/** One rule, written out. */
function classText(
  name: string,
  optimizer: Optimizer,
  convention: Convention,
  rule: UpdateRule,
  program: PythonProgram,
): string {
  const own = (key: string): string => program.names.get(key) ?? key
  const slots = slotsOf(rule, program)
  const starts = slots.map(
    ({ key, initial = 0 }) =>
      `"${own(key)}": ${typeof initial === 'string' ? `"${own(initial)}"` : py(initial)}`,
  )
  const squares = slots.flatMap(({ key, square }) => (square ? [`"${own(key)}": "${square}"`] : []))
  const keys = slots.map(({ key }) => own(key))
  const all = [...keys, 't', 'matrix', ...hyperOf(rule, program).map(own)]
  const head = (method: string, body: string): string => {
    const named = all.filter((key) => names(body, key))
    const rest = named.length < all.length ? ['**_'] : []
    return `def ${method}(${['self', 'w', ...(method === 'update' ? ['g'] : []), ...(named.length > 0 ? ['*', ...named] : []), ...rest].join(', ')}):`
  }
  const after = `{${keys.map((key) => `"${key}": ${key}`).join(', ')}}`
  const docstring = wrap(sourceOf(optimizer, convention, rule), 84)
  const point = (method: string, says: string, where: string | undefined): string[] =>
    where === undefined
      ? []
      : [`${head(method, where)}\n${indent(`"""${says}"""\nreturn ${where}`)}`]
  const step = `${program.step}\nreturn w, ${after}`
  const parts = [
    `"""${docstring.includes('\n') ? `${docstring}\n` : docstring}"""`,
    `slots = {${starts.join(', ')}}${squares.length > 0 ? `\nsquares = {${squares.join(', ')}}` : ''}`,
    `${head('update', step)}\n${indent(step)}`,
    ...point('ahead', 'Where the gradient is to be measured.', program.gradientAt),
    ...point('average', 'Where the loss is to be evaluated.', program.evaluateAt),
  ]
  return `class ${name}(Rule):\n${indent(parts.join('\n\n'))}`
}
