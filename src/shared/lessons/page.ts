import type { Language } from '../text.ts'
import type { Recordings } from './raced.ts'

/** The element of a lesson's own page that holds its data, as JSON. */
export const lessonDataId = 'lesson-data'

/** What a lesson's own page knows beside its code. */
export interface LessonPageData {
  readonly lesson: string
  /** It opens in this one; a reader may change it. */
  readonly language: Language
  /** Of every race that the lesson shows, at every setting of its dials. */
  readonly recordings: Recordings
}
