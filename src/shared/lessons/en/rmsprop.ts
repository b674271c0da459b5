import type { LessonText } from '../types.ts'

export const rmspropEn = {
  title: 'RMSprop forgets',
  about: 'A mean in place of the sum, and what it changes',
  steps: {
    forget: {
      title: 'A mean, not a sum',
      text: 'RMSprop’s s is a moving mean: every step it keeps {gamma} of s and takes in {fresh} of g². Ten gradients of 1 made it {start}; now they are {later}.',
      ask: 'Draw how s goes on.',
      why: 'It falls to {end}, towards g² = {square}: what was loud is forgotten. Adagrad’s sum would stand at {sum}.',
    },
    rate: {
      title: 'A rate that stays',
      text: 'Every gradient is {gradient}, and η = {rate}. By step {step} Adagrad’s effective rate has fallen to {other}.',
      ask: 'What is RMSprop’s by then?',
      why: 'The mean of equal squares is that square, so √s is |g|. The rate settles at {rate} / {gradient} = {end}, and stays: nothing piles up.',
    },
    first: {
      title: 'The first step',
      text: 'Later steps are η long. But s starts at 0: after the first gradient it holds only {fresh} of g².',
      ask: 'How many times η is the first step?',
      why: '{first}, which is 1/√{fresh}. The gradient, {gradient}, cancels out. A mean that is not yet full divides by too little; Adam corrects just this.',
    },
    far: {
      title: 'Half the rate',
      text: 'With η = {rate}, RMSprop needs {first} steps to a loss of {target}. Half the rate costs Adagrad {slow} times the steps.',
      ask: 'How many does RMSprop need with η = {half}?',
      why: '{second}: {times} times as many. Its steps do not shrink on the way, so half the length means about twice the walk.',
    },
    hover: {
      title: 'The price',
      text: 'One weight rolls to the floor at w = 0, with η = {rate}.',
      ask: 'What does it do there?',
      options: { rest: 'It rests', hop: 'It hops', climb: 'It climbs out' },
      why: 'It ends hopping {swing} to either side. As g fades, √s forgets and shrinks, until η/√s exceeds 2/L: almost at rest, it is thrown out again. A falling η stills it.',
    },
  },
} as const satisfies LessonText
