import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { choiceOf } from '#shared/own/lane.ts'
import { readPaste } from '#shared/own/paste.ts'

/** Functions as tutorials have them, in test/fixtures/pastes. */
export const pastes = ['adagrad', 'rmsprop', 'adadelta', 'momentum', 'adam'] as const

export type PasteName = (typeof pastes)[number]

export function pasteOf(name: PasteName): string {
  return readFileSync(join(import.meta.dirname, `../fixtures/pastes/${name}.py`), 'utf8')
}

/** Optimizers as people write them for PyTorch: Adam and momentum. */
export const classPastes = [
  `class Adam(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.8, 0.99), eps=1e-8):
        defaults = dict(lr=lr, betas=betas, eps=eps)
        super(Adam, self).__init__(params, defaults)

    def step(self, closure=None):
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                grad = p.grad.data
                state = self.state[p]
                if len(state) == 0:
                    state['step'] = 0
                    state['exp_avg'] = torch.zeros_like(p.data)
                    state['exp_avg_sq'] = torch.zeros_like(p.data)
                exp_avg, exp_avg_sq = state['exp_avg'], state['exp_avg_sq']
                beta1, beta2 = group['betas']
                state['step'] += 1
                exp_avg.mul_(beta1).add_(grad, alpha=1 - beta1)
                exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
                denom = exp_avg_sq.sqrt().add_(group['eps'])
                step_size = group['lr'] * math.sqrt(1 - beta2 ** state['step']) / (1 - beta1 ** state['step'])
                p.data.addcdiv_(exp_avg, denom, value=-step_size)
`,
  `class MySGD(Optimizer):
    def __init__(self, params, lr=0.01, momentum=0.9, weight_decay=0):
        defaults = dict(lr=lr, momentum=momentum, weight_decay=weight_decay)
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        for group in self.param_groups:
            momentum = group['momentum']
            for p in group['params']:
                if p.grad is None:
                    continue
                grad = p.grad
                if group['weight_decay'] != 0:
                    grad = grad.add(p, alpha=group['weight_decay'])
                state = self.state[p]
                if 'momentum_buffer' not in state:
                    buf = state['momentum_buffer'] = torch.zeros_like(p)
                else:
                    buf = state['momentum_buffer']
                buf.mul_(momentum).add_(grad)
                p.add_(buf, alpha=-group['lr'])
        return loss

    def zero_grad(self):
        for p in self.params:
            p.grad = None
`,
] as const

/** What web pages, terminals and clipboards make of a text. */
export const mangled: Readonly<Record<string, (text: string) => string>> = {
  'in one line': (text) => text.replace(/\s*\n\s*/g, ' '),
  'in one line, without a blank': (text) =>
    text
      .replace(/#.*/g, '')
      .replace(/\)\s*\n\s*/g, ')')
      .replace(/\s*\n\s*/g, ' '),
  'without indentation': (text) => text.replace(/\n[ ]*/g, '\n'),
  'with doubled line breaks': (text) => text.replaceAll('\n', '\r\n\r\n'),
  'with line numbers': (text) =>
    text
      .split('\n')
      .map((line, at) => `${at + 1} ${line}`)
      .join('\n'),
  'with line numbers between': (text) =>
    text
      .split('\n')
      .map((line, at) => `${at + 1}\n${line}`)
      .join('\n'),
  'with prompts': (text) =>
    text
      .split('\n')
      .map((line) => `${/^\S/.test(line) ? '>>>' : '...'} ${line}`)
      .join('\n'),
  'with tabs and other blanks': (text) =>
    text.replaceAll('    ', '\t').replaceAll(' = ', '\u00A0=\u00A0'),
  'with typographic quotes': (text) => text.replace(/['"](\w+)['"]/g, '‘$1’'),
}

/** A lane for each fixture, by the rule that its text holds. */
export function pastedLanes(): ExperimentInput['lanes'] {
  return pastes.map((name) => ({
    id: `own ${name}`,
    ...choiceOf(readPaste(pasteOf(name)).rules[0]!),
  }))
}

/** Rules of a name and a note that no identifier or docstring could have, with all that a rule may declare. */
export const oddLanes: ExperimentInput['lanes'] = [
  `# rule: Softened 'RMSprop' — 软化
# note: Says """ and \\n, and more than once.
# note: \\
# hyper lr = 0.01
# hyper self = 0.9 in [0, 1)
# hyper rows_ = 2 in [1, 9]
# flag torch = on
# slot s = rows_
# slot x0 = w
# constant eps = 1e-6

# A comment.
s = self * s + (1 - self) * g**2  # and one more
if torch: w -= lr * g / (sqrt(s) + eps * abs(x0))
`,
  `# rule: 软化
# hyper lr = 0.02

w -= lr * g / (norm(g) + 1)
`,
].map((rule, at) => ({
  id: `odd ${at}`,
  optimizer: `own:${/^# rule: (.*)/.exec(rule)![1]!}`,
  convention: 'own',
  rule,
}))
