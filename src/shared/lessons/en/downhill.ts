import type { LessonText } from '../types.ts'

export const downhillEn = {
  title: 'Downhill',
  about: 'What the learning rate does, and why there is a largest one',
  steps: {
    step: {
      title: 'One step',
      text: 'Height is the loss: how wrong a model with weight w is. At the dot, w = −4 and the slope g is {slope}. Descent steps against the slope, η times as far.',
      ask: 'Where does the next step land?',
      why: 'η · g = {rate} · ({slope}) = {move}. Take it away from −4: {to}. Steeper ground, longer step.',
    },
    ten: {
      title: 'Ten steps',
      text: 'In this bowl the slope is w itself: the nearer the floor, the flatter. η is {rate}.',
      ask: 'Where is w after ten steps?',
      why: 'At {to}. Every step leaves {left} of w: as the ground gets flatter, the steps get shorter. Descent slows by itself, and never quite arrives.',
    },
    across: {
      title: 'Across the floor',
      text: 'Now η is {rate}. The first step jumps over the floor and lands on the other side.',
      ask: 'Draw the loss of the next ten steps.',
      why: 'It falls all the same. Each step multiplies w by {factor}: the other side, but nearer. Every step leaves {share} of the loss.',
    },
    limit: {
      title: 'The limit',
      text: 'How fast the slope changes is the curvature L; here it is {curvature}. Too large a rate lands higher each time: it diverges.',
      ask: 'Set the largest η that does not diverge.',
      why: 'At η = 2/L = {limit} each step lands exactly as high on the other side. A hair more, and it climbs.',
    },
    steep: {
      title: 'A steeper bowl',
      text: 'The same bowl, bent four times as much: L goes from {low} to {high}.',
      ask: 'What becomes of the largest η?',
      options: { same: 'It stays', half: 'Half of it', quarter: 'A quarter of it' },
      why: '2/L: {before} becomes {after}. The steepest direction of a loss limits the rate for all others.',
    },
  },
} as const satisfies LessonText
