import type { Figure } from '#shared/lessons/index.ts'
import { lessonFrame } from '#renderer/charts/lesson/frame.ts'
import { paintLesson, type LessonPicture } from '#renderer/charts/lesson/paint.ts'
import { groundOf } from '#renderer/charts/rule-path.ts'
import type { Brush } from '#renderer/charts/brush.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { CsvTable } from '../csv.ts'
import type { ExportedChart } from '../figure.ts'

interface LessonExport {
  readonly picture: LessonPicture
  /** Names the file. */
  readonly name: string
  readonly title: string
  readonly settings: readonly string[]
}

/** Pixels of a figure that leaves the page, whatever the window is. */
const lessonSize = { width: 900, height: 480 }

/** Paints a lesson's figure at its size on paper. */
export function paintLessonPicture(
  brush: Brush,
  paper: Paper,
  picture: LessonPicture,
  { width, height } = lessonSize,
): void {
  const { figure } = picture
  const frame = lessonFrame(figure, width, height, paper.scale)
  const ground = figure.kind === 'plane' ? groundOf(figure.surface, frame.view) : undefined
  brush.clip({ x: 0, y: 0, width, height }, () => paintLesson(brush, paper, picture, frame, ground))
}

/** A lesson's figure with the prediction, and the truth where it is revealed. */
export function lessonChart({ picture, name, title, settings }: LessonExport): ExportedChart {
  return {
    ...{ file: `lesson-${name}`, title, settings },
    paint(brush, paper) {
      paintLessonPicture(brush, paper, picture)
      return { ...lessonSize, key: [] }
    },
    table: () => tableOf(picture.figure, picture),
  }
}

function tableOf(figure: Figure, { truth, words }: LessonPicture): CsvTable {
  const shown = <Part extends { readonly hidden?: boolean }>(parts: readonly Part[]): Part[] =>
    parts.filter(({ hidden }) => !hidden || truth !== undefined)
  if (figure.kind === 'plane') {
    return {
      columns: ['path', 'step', 'x', 'y', 'f'],
      rows: shown(figure.walks).flatMap(({ name, trajectory: { points, values, steps } }) =>
        Array.from({ length: steps + 1 }, (_, step) => [
          ...[words.own(name), step],
          ...[points[2 * step]!, points[2 * step + 1]!, values[step]!],
        ]),
      ),
    }
  }
  return {
    columns: ['line', words.own(figure.x.name), words.own(figure.y.name)],
    rows: shown(figure.lines).flatMap(({ name, x, y }) =>
      Array.from({ length: x.length }, (_, at) => [words.own(name), x[at]!, y[at]!]),
    ),
  }
}
