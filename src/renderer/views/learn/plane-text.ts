import type { PlaneFigure } from '#shared/lessons/index.ts'
import { say } from '#shared/lessons/say.ts'
import type { Point } from '#shared/surfaces/index.ts'
import type { Language } from '#shared/text.ts'
import { firstWords } from '#renderer/locales/first.ts'

/** @returns where a point lies */
export function placeText({ x, y }: Point, language: Language): string {
  return say(firstWords[language].at, { x, y }, language)
}

/** @returns what a plane shows, and where those of its walks go that are drawn */
export function planeText(
  { surface, start: { x, y }, walks }: Omit<PlaneFigure, 'kind' | 'steps'>,
  language: Language,
): string {
  const words = firstWords[language]
  const ways = walks.map(({ name, trajectory: { points, steps } }) => {
    const to = { toX: points[2 * steps]!, toY: points[2 * steps + 1]! }
    return say(words.walk, { name, x: points[0]!, y: points[1]!, ...to }, language)
  })
  return [
    say(words.plane, { surface: surface.name }, language),
    say(words.startsAt, { x, y }, language),
    ...ways,
  ].join(' ')
}
