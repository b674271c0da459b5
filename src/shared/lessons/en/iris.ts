import type { LessonText } from '../types.ts'

export const irisEn = {
  title: 'The tutorial’s picture',
  about: 'Three optimizers on Iris: who leaves the window, and what the batch changes',
  steps: {
    adagrad: {
      title: 'Adagrad',
      text: 'Softmax regression on Iris: {batch} flowers a batch, {steps} steps, η = {rate}. All start near ln 3 = {chance}, the loss of guessing among three kinds.',
      ask: 'Draw Adagrad’s training loss.',
      why: 'It ends at {end}. Steepest at the beginning, then ever flatter: the sum under the root only grows.',
    },
    adadelta: {
      title: 'Adadelta',
      text: 'The same start, the same batches, {steps} steps; but no η. Its first steps have only √ε to go by.',
      ask: 'Draw Adadelta’s training loss.',
      why: 'It ends at {end}, not far from {chance}; Adagrad came to {other}. {steps} steps are too few for it to gain pace.',
    },
    leaves: {
      title: 'The window',
      text: 'The tutorial draws loss from {low} to {high}. One of its three curves leaves this picture.',
      ask: 'Which one?',
      options: { adagrad: 'Adagrad', adadelta: 'Adadelta', rmsprop: 'RMSprop', none: 'None does' },
      why: 'RMSprop is below {low} by step {at} and ends at {end}; Adagrad at {adagrad}, Adadelta at {adadelta}. A mean that forgets leaves its steps long.',
    },
    single: {
      title: 'Batches of one',
      text: 'One flower a batch, not {before}: the same flowers now make {steps} steps, not {few}. RMSprop stays in front.',
      ask: 'Which of the other two ends lower?',
      options: { adagrad: 'Adagrad', adadelta: 'Adadelta' },
      why: 'Adadelta ends at {adadelta}, Adagrad at {adagrad}, RMSprop at {rmsprop}. Many steps let Adadelta gather pace, while Adagrad’s sum slows it down.',
    },
    whole: {
      title: 'All flowers at once',
      text: 'Now a batch is all {batch} flowers. Four epochs still show {seen} flowers, but in {steps} steps.',
      ask: 'Where does RMSprop end?',
      why: 'At {end}, inside the window; Adadelta at {adadelta}. Better gradients do not make up for so few steps. The axis counts flowers, progress comes in steps.',
    },
  },
} as const satisfies LessonText
