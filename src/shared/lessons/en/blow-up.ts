import type { LessonText } from '../types.ts'

export const blowUpEn = {
  title: 'When it blows up',
  about: 'Bounded gradients, a warm-up, and a rate that falls',
  steps: {
    bare: {
      title: 'Too steep a wall',
      text: 'This loss is flat inside and steep outside: at w = −5 the slope is {slope}. SGD has η = {rate}.',
      ask: 'What becomes of it?',
      options: {
        arrives: 'It comes down',
        hops: 'It hops between walls',
        diverges: 'It diverges',
      },
      why: 'The first step lands at {to}. Landing higher than −5 means a steeper slope and a longer step; landing lower means a shorter one.',
    },
    clip: {
      title: 'Clip the gradient',
      text: 'Now a gradient longer than c = {limit} is cut to that length before the step. η is 0.5, which diverged before.',
      ask: 'Where is w after four steps?',
      why: 'At {to}: each step was η · c = {length} long, whatever the slope. Clipping turns a wall into a ramp.',
    },
    warm: {
      title: 'Warm up',
      text: 'No clipping, and η = 2, five times too large for this wall. But the rate climbs to it evenly within {steps} steps.',
      ask: 'Does it survive?',
      options: { diverges: 'No, it diverges', survives: 'Yes' },
      why: 'The first step uses η = {first} and lands at {to}. If the small steps leave the wall in time, the large ones find flat ground.',
    },
    decay: {
      title: 'Let the rate fall',
      text: 'A round bowl, but every gradient is noisy, as batches make it. After 200 steps the rate drops from {rate} to {less}.',
      ask: 'What is the mean loss of the last 100 steps?',
      why: 'About {before} before, about {after} after. Steps are η times noise: a smaller rate trembles less, but never stops trembling.',
    },
  },
} as const satisfies LessonText
