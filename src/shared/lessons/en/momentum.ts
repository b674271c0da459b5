import type { LessonText } from '../types.ts'

export const momentumEn = {
  title: 'A ravine, and momentum',
  about: 'Why descent crawls along a ravine, and what a velocity does about it',
  steps: {
    ravine: {
      title: 'A ravine',
      text: 'Steep walls in y, a long flat floor in x. SGD starts at the ring, with η = {rate}.',
      ask: 'Where is it after 30 steps?',
      why: 'Soon off the wall, then slow: along the floor the ground is twenty times flatter, so steps are short. In 30 steps, x has moved {way}.',
    },
    speed: {
      title: 'A velocity',
      text: 'Momentum moves by a velocity v. Each step keeps μ = {share} of the old v and adds the gradient. Let every gradient be 1.',
      ask: 'Draw how v goes on.',
      why: 'It levels off at 1/(1 − μ) = {end}: there, each step loses as much as it gains. Steady slopes add up to speed.',
    },
    cancel: {
      title: 'Turning gradients',
      text: 'Between walls the gradient turns at every step: 1, −1, 1, −1 and so on. μ is still {share}.',
      ask: 'What is v at step 40?',
      why: 'Only {end}. Each push is taken back by the next. Along the floor v builds up; across it, it cancels.',
    },
    first: {
      title: 'Who is first?',
      text: 'Both have η = 0.1; momentum has μ = {share}. Arrived means: the loss is below 0.01, and stays there.',
      ask: 'Who arrives first?',
      options: { sgd: 'SGD', momentum: 'Momentum' },
      why: 'SGD at step {sgd}, momentum at step {momentum}. Speed helps along the floor; with μ near 1 there is too much of it.',
    },
    over: {
      title: 'Past the goal',
      text: 'You see SGD’s first 20 steps. Momentum, with μ = {share}, starts at the same ring.',
      ask: 'Where is momentum after 20 steps?',
      why: 'A velocity does not stop at the lowest point: it runs past, turns and comes back. The larger μ, the further.',
    },
  },
} as const satisfies LessonText
