import type { LessonText } from '../types.ts'

export const adamEn = {
  title: 'Adam',
  about: 'A mean, a square, and a correction that matters',
  steps: {
    mean: {
      title: 'A mean',
      text: 'Gradients come as {high}, {low}, {high}, {low} and so on. Adam’s m starts at 0 and is their moving mean: every step keeps {beta} of it.',
      ask: 'Draw m.',
      why: 'It nears {agreed}, what the gradients agree on: {above}, then {end} at the end. Their quarrel is averaged out, but m fills slowly from 0.',
    },
    signal: {
      title: 'A square',
      text: 'Adam steps η · m/√s. Gradients of 1 take it η a step. Now they alternate, {high} and {low}: their mean is still 1.',
      ask: 'How long are its steps now, in η?',
      why: '{end}: the mean 1 over √s. The mean of squares is {square}, its root {root}. Adam steps boldly where gradients agree, carefully where they quarrel.',
    },
    off: {
      title: 'Correction off',
      text: 'm and s both start at 0. Adam divides each by how full it is. Switch that off: every gradient is 1, β₁ = {keep}, β₂ = {hold}.',
      ask: 'Draw the step length, in η.',
      why: 'First {first}, at step {at} it is {most}. m fills in some {quick} steps, s in {fill}: √s is too small for long.',
    },
    walk: {
      title: 'What it costs',
      text: 'The bowl again, η = {rate}. You see {steps} steps of Adam with its correction.',
      ask: 'Where do {steps} steps without it end?',
      why: 'Its path is {long} long, not {short}: {times} times as far with the same η. Corrected, no step here is longer than η in x or y.',
    },
    reach: {
      title: 'Choosing the rate',
      text: 'A weight starts at {from}; the floor is at 0. Adam’s steps are at most about η long.',
      ask: 'Set the smallest η that gets there within {steps} steps.',
      why: '{least}: more than the way over the steps, {way} / {steps} = {share}, for steps shorten as the slope fades. Yet η has a meaning: how far a step goes.',
    },
  },
} as const satisfies LessonText
