import { adadeltaLesson } from './adadelta.ts'
import { adagradLesson } from './adagrad.ts'
import { adamLesson } from './adam.ts'
import { blowUpLesson } from './blow-up.ts'
import { chooseLesson } from './choose.ts'
import { conventionsLesson } from './conventions.ts'
import { downhill } from './downhill.ts'
import { irisLesson } from './iris.ts'
import { luckLesson } from './luck.ts'
import { momentumLesson } from './momentum.ts'
import { nesterovLesson } from './nesterov.ts'
import { rmspropLesson } from './rmsprop.ts'
import type { Dial, Lesson, Values } from './types.ts'

export type * from './types.ts'

/** Every lesson, in the order a learner meets them. */
export const lessons: readonly Lesson[] = [
  downhill,
  momentumLesson,
  nesterovLesson,
  adagradLesson,
  rmspropLesson,
  adadeltaLesson,
  adamLesson,
  conventionsLesson,
  irisLesson,
  luckLesson,
  blowUpLesson,
  chooseLesson,
]

/** @returns the lesson of that id, or undefined */
export function findLesson(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id)
}

/** @returns every setting of a step's dials */
export function settingsOf(dials: readonly Dial[]): Values[] {
  return dials.reduce<Values[]>(
    (all, { key, values }) =>
      all.flatMap((each) => values.map((value) => ({ ...each, [key]: value }))),
    [{}],
  )
}
