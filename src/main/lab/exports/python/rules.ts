import {
  findOptimizer,
  type Convention,
  type Framework,
  type HyperValues,
  type Optimizer,
  textOf,
  type UpdateRule,
} from '../../../../shared/optimizers/index.ts'
import type { LaneSpec } from '../../../../shared/experiment/spec.ts'
import {
  call,
  indent,
  names,
  pascal,
  py,
  snake,
  snakeCode,
  wrap,
  type PyValue,
} from './literals.ts'

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
}

/** Characters of a line that are left for the call of an optimizer. */
const room = 70

/** What each lane's optimizer is in a script. */
export interface LaneRules {
  /** By lane, the expression that makes its optimizer. */
  readonly calls: readonly string[]
  /** The classes of the rules written out, one behind the other. */
  readonly classes: string
  /** Whether one of them measures its gradient elsewhere. */
  readonly looksAhead: boolean
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
  let looksAhead = false

  const classOf = (optimizer: Optimizer, convention: Convention, hyper: HyperValues): string => {
    const rule = ruleOf(optimizer, convention)
    const { step, gradientAt } = textOf(rule, hyper)
    const code = snakeCode(step)
    const key = `${optimizer.id} ${convention} ${code}`
    const known = written.get(key)
    if (known) return known.name
    const base = pascal(optimizer.id) + whose[convention].suffix
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base}${n}`
    taken.add(name)
    written.set(key, { name, text: classText(name, optimizer, convention, code, gradientAt) })
    if (gradientAt !== undefined) looksAhead = true
    return name
  }

  const calls = lanes.map((lane) => {
    const { optimizer: id, convention, hyper } = lane
    const optimizer = findOptimizer(id)
    if (!optimizer) throw new Error(`no optimizer ${id}`)
    const rule = ruleOf(optimizer, convention)
    const own = ownCall(rule, framework, hyper, changed(lane))
    if (own) return call(own.name, [...first, ...own.args], room)
    const name = classOf(optimizer, convention, hyper)
    const { step, gradientAt } = textOf(rule, hyper)
    const used = hyperOf(rule, snakeCode(step), gradientAt)
    return call(name, [...first, ...used.map((key) => `${snake(key)}=${py(hyper[key]!)}`)], room)
  })
  return {
    calls,
    classes: [...written.values()].map(({ text }) => text).join('\n\n\n'),
    looksAhead,
  }
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

/** The hyper-parameters that a rule's lines, or the starts of its slots, name. */
function hyperOf(rule: UpdateRule, code: string, gradientAt = ''): string[] {
  const ahead = snakeCode(gradientAt)
  const starts = slotsOf(rule, code).map(({ initial }) => initial)
  return [...rule.hyper, ...(rule.flags ?? [])]
    .map(({ key }) => key)
    .filter((key) => names(code, snake(key)) || names(ahead, snake(key)) || starts.includes(key))
}

/** The slots that a rule's lines name: one that is off stands in none. */
function slotsOf(rule: UpdateRule, code: string): UpdateRule['slots'] {
  return rule.slots.filter(({ key }) => names(code, snake(key)))
}

/** One rule, written out. */
function classText(
  name: string,
  optimizer: Optimizer,
  convention: Convention,
  code: string,
  gradientAt?: string,
): string {
  const rule = ruleOf(optimizer, convention)
  const slots = slotsOf(rule, code)
  const { citation, url } = optimizer.paper
  const lines = code.replaceAll(/\bmax\(/g, 'maximum(')
  const starts = slots.map(
    ({ key, initial = 0 }) =>
      `"${snake(key)}": ${typeof initial === 'string' ? `"${snake(initial)}"` : py(initial)}`,
  )
  const keys = slots.map(({ key }) => snake(key))
  const used = hyperOf(rule, code, gradientAt).map(snake)
  const head = (method: string, body: string): string => {
    const named = [...keys, 't', ...used].filter((key) => names(body, key))
    const rest = named.length < keys.length + 1 + used.length ? ['**_'] : []
    return `def ${method}(${['self', 'w', ...(method === 'update' ? ['g'] : []), ...(named.length > 0 ? ['*', ...named] : []), ...rest].join(', ')}):`
  }
  const after = `{${keys.map((key) => `"${key}": ${key}`).join(', ')}}`
  const docstring = wrap(
    `${optimizer.name}, ${whose[convention].words}. ${citation}.${url === undefined ? '' : ` ${url}`}`,
    84,
  )
  const parts = [
    `"""${docstring.includes('\n') ? `${docstring}\n` : docstring}"""`,
    `slots = {${starts.join(', ')}}`,
    `${head('update', code)}\n${indent(`${lines}\nreturn w, ${after}`)}`,
    ...(gradientAt === undefined
      ? []
      : [
          `${head('ahead', snakeCode(gradientAt))}\n${indent(`"""Where the gradient is to be measured."""\nreturn ${snakeCode(gradientAt)}`)}`,
        ]),
  ]
  return `class ${name}(Rule):\n${indent(parts.join('\n\n'))}`
}
