import type { LessonText } from '../types.ts'

export const luckEn = {
  title: 'Luck',
  about: 'Ten seeds, one verdict: when a difference is one',
  steps: {
    one: {
      title: 'One race',
      text: 'A small network learns the Wine table, {epochs} epochs: Momentum with η = {momentumRate}, Adam with η = {adamRate}. Start, batches and split come from seed {seed}, alike for both.',
      ask: 'Who has the lower held-out loss?',
      options: { momentum: 'Momentum', adam: 'Adam' },
      why: 'Momentum ends at {momentum}, Adam at {adam}. So much for this seed: remember the gap.',
    },
    often: {
      title: 'Again, ten times',
      text: 'The same race with {seeds} seeds: other start weights, other batches, other rows held out.',
      ask: 'In how many of them is Momentum ahead?',
      why: 'In {better} of {seeds}. Momentum alone ends anywhere from {least} to {most}: the seed decides more than the optimizer does.',
    },
    verdict: {
      title: 'A verdict',
      text: 'If neither were better, either would win a seed by a coin’s toss. A gap counts if coins would show one as clear at most once in {level} races.',
      ask: 'What do {seeds} seeds show?',
      options: { momentum: 'Momentum is better', adam: 'Adam is better', none: 'No difference' },
      why: 'Momentum is ahead in {better}. Coins would show as much with a probability of {p}.',
    },
    small: {
      title: 'Small but sure',
      text: 'Now Adam against RMSprop: close together within a seed, far apart from seed to seed.',
      ask: 'What do {seeds} seeds show?',
      options: { adam: 'Adam is better', rmsprop: 'RMSprop is better', none: 'No difference' },
      why: 'Adam is ahead in {better}, typically by a factor of {factor}, while its own losses differ {spread}-fold: p = {p}. Both meet the same luck: pairs show it.',
    },
    few: {
      title: 'How many seeds?',
      text: 'Suppose all n seeds agree. Coins fall alike with a probability of 2/2ⁿ.',
      ask: 'From which n on is that at most one in {level}?',
      why: 'From {enough}: p = {p}. {short} that agree still happen by luck in {chance} of all cases. Fewer seeds can show nothing, however clear they look.',
    },
  },
} as const satisfies LessonText
