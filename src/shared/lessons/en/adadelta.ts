import type { LessonText } from '../types.ts'

export const adadeltaEn = {
  title: 'Adadelta drops the rate',
  about: 'Where a rule without a rate takes its steps from, and why it starts slowly',
  steps: {
    first: {
      title: 'A rule without η',
      text: 'In place of η Adadelta has √Δ, the root mean square of its own past steps. At first there are none: under that root stands only ε, and √ε = {root}.',
      ask: 'With g = {gradient}, how long is the first step?',
      why: '{first}: √ε over √{fresh}. The gradient cancels; ε alone decides. RMSprop with η = {rate} begins with {other}.',
    },
    grow: {
      title: 'Fed by its own steps',
      text: 'Every step enters Δ, and a larger Δ makes the next step longer. The gradient stays 1. RMSprop, with η = {rate}, keeps its step.',
      ask: 'Draw how the step length goes on.',
      why: 'It grows, from {begin} to {end} at step {step}, only {times} times as long. Small steps feed it little, so it gains pace slowly.',
    },
    alike: {
      title: 'Steep and flat alike',
      text: 'The bowl again, twenty times as steep in y as in x. The path of {steps} RMSprop steps with η = {rate} is drawn.',
      ask: 'Where do {steps} Adadelta steps end?',
      why: 'It came {x} in x and {y} in y; RMSprop {other} in x. √Δ/√s is a rate for each weight, but at first a tiny one.',
    },
    units: {
      title: 'Units',
      text: 'Measure w in a unit {unit} times smaller: the same way is {unit} times the number. RMSprop’s steps stay η: it takes {slow} times as many. Adadelta took {before}.',
      ask: 'And now?',
      why: '{after}: {times} times as many. √Δ/√s · g has w’s unit and grows with it, but ε, which it starts from, is a bare number.',
    },
    chosen: {
      title: 'Epsilon sets the pace',
      text: 'PyTorch lets you choose ε. With {known} this weight needs {before} steps to a loss of {target}.',
      ask: 'How many with ε = {epsilon}?',
      why: '{after}. Its first step is {first} long, not {begin}: √ε sets it. In other rules ε guards against a division by zero; here it is the hidden rate.',
    },
  },
} as const satisfies LessonText
