import { describe, expect, it } from 'vitest'
import { findRule, ruleWalk } from '#shared/optimizers/index.ts'
import { openRules } from '#shared/own/open.ts'
import { readPaste } from '#shared/own/paste.ts'
import { ownOptimizer, type OwnRule } from '#shared/own/rule.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { classPastes, mangled, pasteOf, pastes } from '#test/support/pastes.ts'

/** The only rule of a text. */
function ruleIn(text: string): OwnRule {
  const { rules, faults } = readPaste(text)
  expect(faults.map(({ place, message }) => `${place.line}: ${message.en}`)).toEqual([])
  expect(rules).toHaveLength(1)
  return rules[0]!
}

/** A rule's lines of a body that goes over `p` and `s`. */
const programOf = (...lines: string[]): string =>
  ruleIn(
    [
      'def rule(params, states, hyperparams):',
      '    for p, s in zip(params, states):',
      ...lines.map((line) => `        ${line}`),
    ].join('\n'),
  ).program

describe('functions of a tutorial', () => {
  it.each(pastes)('%s takes the steps of the built-in rule in every bit', (name) => {
    const own = ownOptimizer(ruleIn(pasteOf(name))).rules.own!
    const known = findRule(name, 'tutorial')!
    const ground = findSurface('rosenbrock')!
    const hyperOf = (rule: typeof own): Record<string, number> =>
      Object.fromEntries(
        rule.hyper.map(({ key, default: usual }) => [key, key === 'lr' ? 0.0005 : usual]),
      )
    const walkOf = (rule: typeof own): number[] => [
      ...ruleWalk(rule, hyperOf(rule))(ground, [-1.5, 2], 500).points,
    ]
    expect(walkOf(own)).toEqual(walkOf(known))
    expect(walkOf(own)).toHaveLength(1002)
  })

  it.each(pastes.flatMap((name) => Object.keys(mangled).map((how) => [name, how] as const)))(
    '%s is the same %s',
    (name, how) => {
      expect(ruleIn(mangled[how]!(pasteOf(name)))).toEqual(ruleIn(pasteOf(name)))
    },
  )

  it('finds all of a page, and the numbers of its calls', () => {
    const page = [
      '%matplotlib inline',
      'import torch',
      'from d2l import torch as d2l',
      ...pastes.map(pasteOf),
      'data_iter, feature_dim = d2l.get_data(batch_size=10)',
      "d2l.train(adagrad, init_adagrad_states(feature_dim), {'lr': 0.1}, data_iter, feature_dim)",
      'd2l.train(rmsprop, init_rmsprop_states(feature_dim),',
      "          {'lr': 0.01, 'gamma': 0.95}, data_iter, feature_dim);",
    ].join('\n')
    for (const how of [
      (text: string) => text,
      mangled['without indentation']!,
      mangled['in one line']!,
    ]) {
      const { rules, faults } = readPaste(how(page.replace(/^%.*\n/, '')))
      expect(faults).toEqual([])
      expect(rules.map(({ name }) => name)).toEqual([
        'adagrad',
        'rmsprop',
        'adadelta',
        'sgd_momentum',
        'adam',
      ])
      expect(rules[0]!.hyper.map((each) => each.default)).toEqual([0.1])
      expect(rules[1]!.hyper.map((each) => each.default)).toEqual([0.01, 0.95])
    }
  })
})

describe('the spellings of frameworks', () => {
  it.each([
    ['s[:].assign(s + tf.math.square(p.grad))', 's = s + g**2'],
    ['s[:] += np.square(p.grad)', 's += g**2'],
    ['p.assign_sub(hyperparams["lr"] * p.grad)', 'w -= lr * g'],
    ['s.mul_(0.9).addcmul_(p.grad, p.grad, value=0.1)', 's *= 0.9\ns = s + 0.1 * g**2'],
    ['p.data.sub_(p.grad.data, alpha=0.1)', 'w -= 0.1 * g'],
    ['p[:] -= p.grad / math.sqrt(2)', 'w -= g / sqrt(2)'],
    ['p[:] -= p.grad.pow(2).sqrt().clamp(min=1e-3)', 'w -= max(sqrt(g**2), 1e-3)'],
    ['p[:] -= torch.clamp(p.grad, -1, 1)', 'w -= clip(g, -1, 1)'],
    ['p[:] -= torch.where(p.grad > 0, s, -s)', 'w -= where(g > 0, s, -s)'],
    ['p -= hyperparams["lr"] * p.grad.sign()', 'w -= lr * sign(g)'],
    ['p[:] = p - torch.maximum(s, torch.abs(p.grad))', 'w = w - max(s, abs(g))'],
    ['p[:] -= torch.exp(-s) * torch.log(abs(p.grad) + 1)', 'w -= exp(-s) * log(abs(g) + 1)'],
  ])('%s', (line, program) => {
    const lines = line.startsWith('p') ? ['s[:] = s', line] : [line, 'p[:] -= s']
    const own = programOf(...lines)
    expect(own).toContain(program)
  })

  it('takes gradients from a list, and numbers as parameters', () => {
    const text = `
def rmsprop(params, grads, states, hyperparams):
    gamma, eps = hyperparams['gamma'], 1e-6
    for p, s, g in zip(params, states, grads):
        s[:].assign(gamma * s + (1 - gamma) * tf.math.square(g))
        p[:].assign(p - hyperparams['lr'] * g / tf.math.sqrt(s + eps))

def sgd(params, lr=0.5):
    for param in params:
        param[:] = param - lr * param.grad
`
    const { rules, faults } = readPaste(text)
    expect(faults).toEqual([])
    expect(rules.map(({ program }) => program)).toEqual([
      's = gamma * s + (1 - gamma) * g**2\nw = w - lr * g / sqrt(s + eps)',
      'w = w - lr * g',
    ])
    expect(rules[1]!.hyper[0]).toMatchObject({ key: 'lr', default: 0.5 })
  })

  it('starts slots from what the states are made of', () => {
    const text = `
def init_rule_states(feature_dim):
    v_w, v_b = torch.zeros((feature_dim, 1)), torch.zeros(1)
    s_w, s_b = torch.ones((feature_dim, 1)), 0.1 * torch.ones(1)
    return ((v_w, s_w), (v_b, s_b))
def rule(params, states, hyperparams):
    for p, (v, s) in zip(params, states):
        v[:] = s * p.grad
        p[:] -= v
`
    expect(ruleIn(text).slots.map(({ key, initial }) => [key, initial])).toEqual([
      ['v', undefined],
      ['s', 1],
    ])
  })

  it('keeps lines under a condition where they stand', () => {
    expect(
      programOf(
        'if hyperparams["momentum"]:',
        '    s[:] = s + p.grad',
        '    p[:] -= s',
        'else:',
        '    p[:] -= p.grad',
      ),
    ).toBe('if momentum:\n    s = s + g\n    w -= s\nelse:\n    w -= g')
  })
})

describe('pages of other tutorials', () => {
  const adam = 'v = beta1 * v + (1 - beta1) * g\ns = beta2 * s + (1 - beta2) * g**2\n'
  const corrected = 'v_bias_corr = v / (1 - beta1**t)\ns_bias_corr = s / (1 - beta2**t)\n'
  const pages: Readonly<Record<string, readonly [text: string, program: string]>> = {
    'in TensorFlow': [
      `
def adam(params, grads, states, hyperparams):
    beta1, beta2, eps = 0.9, 0.999, 1e-6
    for p, (v, s), grad in zip(params, states, grads):
        v[:].assign(beta1 * v  + (1 - beta1) * grad)
        s[:].assign(beta2 * s + (1 - beta2) * tf.math.square(grad))
        v_bias_corr = v / (1 - beta1 ** hyperparams['t'])
        s_bias_corr = s / (1 - beta2 ** hyperparams['t'])
        p[:].assign(p - hyperparams['lr'] * v_bias_corr
                    / (tf.math.sqrt(s_bias_corr) + eps))
`,
      `${adam}${corrected}w = w - lr * v_bias_corr / (sqrt(s_bias_corr) + eps)`,
    ],
    'with what follows': [
      `
def yogi(params, states, hyperparams):
    beta1, beta2, eps = 0.9, 0.999, 1e-3
    for p, (v, s) in zip(params, states):
        with torch.no_grad():
            v[:] = beta1 * v + (1 - beta1) * p.grad
            s[:] = s + (1 - beta2) * torch.sign(
                torch.square(p.grad) - s) * torch.square(p.grad)
            p[:] -= hyperparams['lr'] * v / (torch.sqrt(s)
                                             + eps)
        p.grad.data.zero_()
    hyperparams['t'] += 1

data_iter, feature_dim = get_data(batch_size=10)
train(yogi, init_adam_states(feature_dim),
      {'lr': 0.01, 't': 1}, data_iter, feature_dim);
`,
      'v = beta1 * v + (1 - beta1) * g\ns = s + (1 - beta2) * sign(g**2 - s) * g**2\nw -= lr * v / (sqrt(s) + eps)',
    ],
    'with a docstring and a mark': [
      `
def sgd(params, lr, batch_size):  #@save
    """Minibatch stochastic gradient descent."""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
`,
      'w -= lr * g / batch_size',
    ],
  }

  it.each(Object.keys(pages))('%s, also mangled', (page) => {
    const [text, program] = pages[page]!
    expect(ruleIn(text).program).toBe(program)
    for (const [how, mangle] of Object.entries(mangled)) {
      expect(ruleIn(mangle(text)), how).toEqual(ruleIn(text))
    }
  })

  it('are taken by their lines alone', () => {
    const lines =
      's[:] = gamma * s + (1 - gamma) * p.grad ** 2\np[:] -= lr * p.grad / torch.sqrt(s + 1e-6)'
    const { kind, rules, faults } = openRules(lines, 'mine')
    expect({ kind, faults }).toEqual({ kind: 'paste', faults: [] })
    expect(rules[0]).toMatchObject({
      name: 'mine',
      program: 's = gamma * s + (1 - gamma) * g**2\nw -= lr * g / sqrt(s + 1e-6)',
    })
    expect(
      openRules(`for p, s in zip(params, states):\n    ${lines.replace('\n', '\n    ')}`, 'mine')
        .rules,
    ).toEqual(rules)
  })
})

describe('classes, as PyTorch has them', () => {
  const [adam, momentum] = classPastes

  it('have their numbers in __init__, and their states in self.state', () => {
    const rule = ruleIn(adam)
    expect(rule.name).toBe('Adam')
    expect(rule.hyper.map(({ key, default: value }) => [key, value])).toEqual([
      ['lr', 1e-3],
      ['beta1', 0.8],
      ['beta2', 0.99],
      ['eps', 1e-8],
    ])
    expect(rule.slots.map(({ key }) => key)).toEqual(['exp_avg', 'exp_avg_sq'])
    expect(rule.program).toContain('exp_avg_sq = exp_avg_sq + (1 - beta2) * g**2\n')
    expect(rule.program).toContain('denom = sqrt(exp_avg_sq) + eps\n')
    expect(ruleIn(adam.replace('torch.zeros_like', 'torch.ones_like')).slots[0]!.initial).toBe(1)
  })

  it('keep conditions on numbers, and drop those on the first step', () => {
    expect(ruleIn(momentum).program).toBe(
      [
        'grad = g',
        'if weight_decay != 0:',
        '    grad = grad + weight_decay * w',
        'momentum_buffer *= momentum',
        'momentum_buffer += grad',
        'w += -lr * momentum_buffer',
      ].join('\n'),
    )
    expect(
      ruleIn(
        'class SGD:\n  def step(self):\n    for p in self.params:\n      p.data -= self.lr * p.grad',
      ),
    ).toMatchObject({
      name: 'SGD',
      program: 'w -= lr * g',
    })
  })

  it('are refused where a state starts from anything but numbers', () => {
    const { rules, faults } = readPaste(momentum.replace('torch.zeros_like(p)', 'grad.clone()'))
    expect(rules).toEqual([])
    expect(faults[0]!.place.line).toBe(21)
    expect(faults[0]!.message.en).toContain('grad.clone()')
  })

  it('are the same with line numbers, prompts and other blanks', () => {
    for (const how of [
      'with line numbers',
      'with doubled line breaks',
      'with tabs and other blanks',
    ]) {
      expect(ruleIn(mangled[how]!(adam)), how).toEqual(ruleIn(adam))
    }
  })
})

it.each([
  ['v = mu * v - learning_rate * dx\nx += v', 'v = mu * v - learning_rate * g\nw += v'],
  [
    'cache += dW**2\nW += -lr * dW / (np.sqrt(cache) + 1e-7)',
    'cache += g**2\nw += -lr * g / (sqrt(cache) + 1e-7)',
  ],
])('takes the lines of a course in NumPy: dx is the gradient of x', (text, program) => {
  expect(openRules(text, 'mine')).toMatchObject({ faults: [], rules: [{ program }] })
})

describe('what cannot be translated', () => {
  const under = (...lines: string[]): string =>
    [
      'def rule(params, states, hyperparams):',
      '  for p, s in zip(params, states):',
      ...lines.map((line) => `    ${line}`),
    ].join('\n')

  it.each([
    [under('s[:] = torch.fft.fft(p.grad)', 'p[:] -= s'), 3, 'torch.fft.fft(p.grad)'],
    [under('for i in range(10):', '    p[:] -= p.grad'), 3, 'for i in range(10)'],
    [under('p[:] -= p.grad', 'while True: pass'), 4, 'while True:'],
    [under('p[0] -= p.grad'), 3, 'p[0]'],
    [under('p[:] -= p.grad *'), 3, 'p[:] -= p.grad *'],
    [under('s[:] = p.grad'), 3, 'changes nothing'],
    ['print("hello")', 1, 'not part of the rule language'],
    ['def f(x):\n  return x', 1, 'no rule'],
    ['x'.repeat(30_000), 1, 'too long'],
    [under('if hyperparams["a"]:', 'p[:] -= p.grad').replace(/\n +/g, '\n'), 3, 'indentation'],
  ])('%# is named with its line', (text, line, words) => {
    const { rules, faults } = openRules(text, 'mine')
    expect(rules).toEqual([])
    expect(faults[0]!.message.en).toContain(words)
    expect(faults[0]!.place.line).toBe(line)
  })
})

it('makes no rule of a function of which a line cannot be read, and minds no other', () => {
  const text = `
def train(net, loss):
    while True: x = [
    yield 1
def bad(params, states, hyperparams):
    for p, s in zip(params, states):
        s[:] = s +6params - 1) * p.grad
        p[:] -= s * p.grad
def good(params, lr):
    for p in params:
        p[:] -= lr * p.grad
`
  const { rules, faults } = readPaste(text)
  expect(rules.map(({ name }) => name)).toEqual(['good'])
  expect(faults.map(({ place }) => place.line)).toEqual([7])
})

describe('lines by themselves', () => {
  it('are a rule whose names are told by what is done with them', () => {
    const { kind, rules } = openRules(
      's = rho * s + (1 - rho) * g**2\nu = g / sqrt(s + eps)\nw -= lr * u',
      'mine',
    )
    expect(kind).toBe('lines')
    expect(rules[0]!.hyper.map(({ key }) => key)).toEqual(['rho', 'eps', 'lr'])
    expect(rules[0]!.slots.map(({ key }) => key)).toEqual(['s'])
  })
})
