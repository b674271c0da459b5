import type { LessonText } from '../types.ts'

export const nesterovEn = {
  title: 'Nesterov looks ahead',
  about: 'The same velocity, with the slope measured one moment earlier',
  steps: {
    look: {
      title: 'Where it looks',
      text: 'Momentum measures the slope where it stands. Nesterov measures it μ = {share} of the last step further on. That step went {dx} in x and {dy} in y.',
      ask: 'Where does it measure next?',
      why: 'At w + μ · v: the velocity v is the last step. It will be carried there anyway, so it asks there.',
    },
    brake: {
      title: 'It brakes earlier',
      text: 'One weight in a bowl with its floor at 0. Momentum, μ = {share}, shoots over to w = {plain}.',
      ask: 'How far does Nesterov go?',
      why: 'To {far}, and at step {turn} it turns. Looking ahead, it feels the other slope before it stands on it.',
    },
    first: {
      title: 'Who is first?',
      text: 'The ravine again, η = 0.1 and μ = {share} for both. Arrived means: the loss is below 0.01, and stays there.',
      ask: 'Who arrives first?',
      options: { momentum: 'Momentum', nesterov: 'Nesterov' },
      why: 'Momentum at step {momentum}, Nesterov at step {nesterov}. Less swinging, sooner home; with a small μ there is little to brake.',
    },
    same: {
      title: 'As frameworks write it',
      text: 'Frameworks take the gradient where w stands, and apply v twice: see the formula. You see that path.',
      ask: 'Does it go through the places where Nesterov looks?',
      options: { other: 'No, it goes elsewhere', same: 'Yes, exactly those' },
      why: 'Step for step, the same. Frameworks follow the look-ahead point and call that w: one method, two ways to write it.',
    },
  },
} as const satisfies LessonText
