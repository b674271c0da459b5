import { adagradLesson } from './adagrad.ts'
import { blowUpLesson } from './blow-up.ts'
import { conventionsLesson } from './conventions.ts'
import { downhill } from './downhill.ts'
import { momentumLesson } from './momentum.ts'
import { nesterovLesson } from './nesterov.ts'
import type { Lesson } from './types.ts'

export type * from './types.ts'

/** Every lesson, in the order a learner meets them. */
export const lessons: readonly Lesson[] = [
  downhill,
  momentumLesson,
  nesterovLesson,
  adagradLesson,
  conventionsLesson,
  blowUpLesson,
]

/** @returns the lesson of that id, or undefined */
export function findLesson(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id)
}
