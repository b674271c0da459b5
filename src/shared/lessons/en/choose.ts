import type { LessonText } from '../types.ts'

export const chooseEn = {
  title: 'Choose one',
  about: 'A sweep, fresh seeds, a verdict: for a table of your own, or for Wine',
  steps: {
    adam: {
      title: 'A sweep',
      text: 'Which rate suits Adam on the table {table}? A sweep tries {rates} of them, with {tuning} seeds and {steps} steps each.',
      ask: 'Mark the rate that ends lowest.',
      why: '{best} has the lowest median held-out loss, {loss}. {low} leads to {lowLoss}, {high} to {highLoss}: too small a rate is still on its way, too large a one loses it.',
    },
    sgd: {
      title: 'To each its own',
      text: 'The same sweep for SGD, on the same seeds. Nothing but the rule has changed.',
      ask: 'Mark SGD’s best rate.',
      why: 'SGD’s best is {best}, Adam’s {other}. At Adam’s rate SGD ends at {atOther}, at its own at {loss}. A race at one rate for all compares rates, not optimizers.',
    },
    fair: {
      title: 'A fair race',
      text: 'Each at its own best rate, on {judging} seeds that no trial has seen.',
      ask: 'What do they show?',
      options: { adam: 'Adam is better', sgd: 'SGD is better', none: 'No difference' },
      why: 'Adam (η = {adam}) is ahead of SGD (η = {sgd}) in {better} of {judging}: p = {p}. That holds for this table, this network and so many steps.',
    },
  },
} as const satisfies LessonText
