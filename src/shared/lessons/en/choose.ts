import type { LessonText } from '../types.ts'

export const chooseEn = {
  title: 'Choose one',
  about: 'A sweep, fresh seeds, a verdict: for the Wine table, then for your own',
  steps: {
    adam: {
      title: 'A sweep',
      text: 'Which rate suits Adam on the Wine table? A sweep tries {rates} of them, with {tuning} seeds and {epochs} epochs each.',
      ask: 'Mark the rate that ends lowest.',
      why: '{best}, with a median held-out loss of {loss}. At {low} it is still on its way ({lowLoss}); at {high} it is lost ({highLoss}).',
    },
    sgd: {
      title: 'To each its own',
      text: 'The same sweep for SGD, on the same seeds. Nothing but the rule has changed.',
      ask: 'Mark SGD’s best rate.',
      why: 'At {best}: {times} times Adam’s {other}. At Adam’s rate SGD ends at {atOther}, not {loss}. A race at one rate for all compares rates, not optimizers.',
    },
    fair: {
      title: 'A fair race',
      text: 'Each at its own best rate, on {judging} seeds that no trial has seen.',
      ask: 'What do they show?',
      options: { adam: 'Adam is better', sgd: 'SGD is better', none: 'No difference' },
      why: 'Adam (η = {adam}) is ahead of SGD (η = {sgd}) in {better} of {judging}: p = {p}. For a table of your own, drop its file on the window, then tune in Race.',
    },
  },
} as const satisfies LessonText
