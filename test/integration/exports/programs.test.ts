import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { togetherText } from '#main/lab/exports/python/core.ts'
import { helperTexts } from '#main/lab/exports/python/helpers.ts'
import { indent, py } from '#main/lab/exports/python/literals.ts'
import { pythonProgram } from '#main/lab/exports/python/program.ts'
import type { Framework, UpdateRule } from '#shared/optimizers/index.ts'
import { kerasStandIn, python, withFiles } from '#test/support/python.ts'
import { randomProgram } from '#test/support/random-programs.ts'
import {
  declarations,
  programFrom,
  resolved,
  settings,
  takeStep,
  tensorsFrom,
  type Numbers,
} from '#test/support/rules.ts'
import { cases } from '#test/support/thorough.ts'

/** What the programs of this test declare, as a rule has it. */
const rule: UpdateRule = {
  hyper: declarations.hyper.map((key) => ({
    key,
    symbol: key,
    label: { en: key, 'zh-CN': key },
    default: 1,
    range: { minimum: 0, maximum: 10 },
  })),
  flags: declarations.flags.map((key) => ({
    key,
    label: { en: key, 'zh-CN': key },
    default: false,
  })),
  slots: declarations.slots.map((key) => ({
    key,
    symbol: key,
    meaning: { en: key, 'zh-CN': key },
  })),
  program: '',
}

const tensors = tensorsFrom([2, 3], [3])

const start: Numbers = {
  w: [0.5, -1.25, 2, 0.125, -0.75, 1.5, 0.25, -2, 1],
  g: [-0.5, 0.75, 0.0625, 1.25, 2, -1, -0.25, 0.5, 3],
  slots: {
    p: [0.1, 0.2, 0.3, -0.4, 0.5, 0.6, 0.7, -0.8, 0.9],
    q: [2, 1, 0.5, 0.25, 3, 1, 2, 4, 0.75],
  },
}

/** The same, each number a little beside itself. */
const nudge = (values: readonly number[]): number[] =>
  values.map((value, index) => value * (1 + (index % 2 === 0 ? 1e-13 : -1e-13)))
const nudged: Numbers = {
  w: nudge(start.w),
  g: nudge(start.g),
  slots: { p: nudge(start.slots.p!), q: nudge(start.slots.q!) },
}

/** Programs in which Python's values are most easily mistaken for the language's. */
const tricky = [
  // Two names for the same numbers, one of which is changed.
  'x = w\nw -= g\np = x',
  'p = g\ng += w\nw -= g',
  'x = w if on else g\nw += 1\nq = x',
  'if matrix:\n    x = w.T\n    w += 1\n    p = x.T\nelse:\n    p = q\n    p += 1\nw -= q',
  'x = float32(w)\nx += g\nw -= x',
  // Tensors that are set to one number.
  'p = lr\nw -= sum(p) * g',
  'w = 1\nw -= norm(w) * g',
  'if on: q = t\nif matrix: p = q @ (q.T @ p)\nw -= norm(q) * g + mean(p)',
  'x = sum(g)\nx += g\nw -= x',
  'if matrix:\n    x = row_mean(g)\n    x += 1\n    w -= x * column_mean(w)\nw -= g',
  // What is no error in the language.
  'w -= g / (a - 0.75) + exp(b * 300) * 0 + log(0 * g) + sqrt(-b) + (a - 0.75)**-1',
  'w -= where(t > 1, g, 1 / (t - 2)) + (-g)**0.5',
  // Nor where Python has numbers of its own.
  'w -= g * max((0.125 - 1)**0.5, 1) + max(1 / (1 - 1), g)',
  'x = 0.5 - 1\nif on: y = abs(x)\nelse: y = x\nw -= where(g > 0, y**0.5, x**-0.5) + 10**400 * 0',
  'if matrix: w -= g / (rows(w) - 2)\nelse: w -= 2**-1 * g / (0.5 / 2)',
  // Conditions of tensors, of numbers and of flags.
  'w -= where(not (g > 0 and w < 1) or on and off, 1, 2)',
  'w -= where(norm(g) > 1 or t == 1, where(on, g, w), 1) + where(1 < 2, 1, 2)',
  // Names that mean something to Python.
  'self = g\ntorch = w\nmath = self * 2\nW = 3\nmHat = 1\nm_hat = 2\nw -= self + torch * W + math * mHat - m_hat',
  'norm_of = g\nwhere_ = norm(w)\nops = where(norm_of > 0, 1, where_)\nw -= ops * norm_of',
  // Sums over all tensors, within and behind each other.
  'x = global_sum(g * global_norm(w))\nw -= x / global_mean(g**2) + max(global_norm(g - x), 1, global_sum(p))',
  'if matrix: p = rows(w) * g + columns(w)\nw -= g if matrix else p',
]

function script(framework: Framework, sources: readonly string[]): string {
  const functions: string[] = []
  sources.forEach((source, index) => {
    const { step, names } = pythonProgram(rule, resolved(source), framework)
    const keys = [...names.values(), 't', 'matrix'].join(', ')
    functions.push(
      `def update_${index}(w, g, *, ${keys}):\n${indent(`${step}\nreturn w, g, p, q`)}`,
    )
  })
  const torch = framework === 'pytorch'
  const code = functions.join('\n\n')
  const helpers = helperTexts(framework, `${code}\ntensor(x)`)
  const numbers = Object.entries(settings).map(([key, value]) => `"${key}": ${py(value)}`)
  return `import functools, inspect, json, math
${torch ? 'import torch\n\ntorch.set_default_dtype(torch.float64)' : 'import keras\nfrom keras import ops\n\nkeras.config.set_floatx("float64")'}

${helpers}

${togetherText(framework)}

${code}

def shaped(values):
    make = ${torch ? 'torch.tensor' : 'lambda x: ops.convert_to_tensor(x, dtype="float64")'}
    return [make([values[0:3], values[3:6]]), make(values[6:9])]

starts = {name: shaped(values) for name, values in ${JSON.stringify({ w: start.w, g: start.g, ...start.slots })}.items()}
numbers = {${numbers.join(', ')}, "t": 2}
numbers = {name: x if isinstance(x, bool) else tensor(x) for name, x in numbers.items()}
${torch ? 'copy = torch.clone' : 'copy = ops.copy'}
for update in [${sources.map((_, index) => `update_${index}`).join(', ')}]:
    updates = []
    for at in [0, 1]:
        given = {name: copy(tensors[at]) for name, tensors in starts.items()}
        updates.append(update(**given, **numbers, matrix=at == 0))
    if inspect.isgenerator(updates[0]):
        updates = together(updates)
    result = [[], [], [], []]
    for tensors in updates:
        for own, x in zip(result, tensors):
            own.extend(repr(float(each)) for each in ${torch ? 'x.flatten()' : 'ops.convert_to_numpy(x).flatten()'})
    print(json.dumps(result))
`
}

const numberOf = (text: string): number =>
  text === 'nan'
    ? NaN
    : text.endsWith('inf')
      ? Number(`${text}inity`.replace('inf', 'Inf'))
      : Number(text)

describe.each<Framework>(['pytorch', 'keras'])('programs in Python for %s', (framework) => {
  it('do what they do in the language', async () => {
    const sources = [...tricky]
    fc.assert(
      fc.property(fc.gen(), fc.boolean(), (g, matrix) => {
        const options = { divisors: 'changing', reductions: true, scalars: false, matrix } as const
        sources.push(randomProgram(g, options))
      }),
      { numRuns: cases(80, 3000) },
    )
    for (const source of sources) programFrom(source)
    const text = script(framework, sources)
    const printed = await withFiles([{ name: 'programs.py', content: text }], (folder) =>
      python(folder, ['programs.py'], framework === 'keras' ? { PYTHONPATH: kerasStandIn } : {}),
    )
    const lines = printed.trimEnd().split('\n')
    expect(lines).toHaveLength(sources.length)
    sources.forEach((source, index) => {
      const results = JSON.parse(lines[index]!) as string[][]
      const program = resolved(source)
      const [exact, beside] = [start, nudged].map((numbers) => {
        const { w, slots } = takeStep(program, { tensors, numbers, compiled: false })
        return [w, slots.p!, slots.q!]
      })
      const python = [results[0]!, results[2]!, results[3]!]
      exact!.forEach((values, at) =>
        values.forEach((value, place) => {
          const other = numberOf(python[at]![place]!)
          if (Object.is(value, other) || value === other) return
          // How much the last bits can do, numbers a little beside themselves show.
          const spread = Math.abs(beside![at]![place]! - value)
          if (Number.isNaN(spread)) return
          const allowed = 1e-12 * Math.max(1, Math.abs(value)) + 100 * spread
          expect(
            Math.abs(other - value),
            `${other} for ${value} by\n${source}`,
          ).toBeLessThanOrEqual(allowed)
        }),
      )
    })
  })
})
