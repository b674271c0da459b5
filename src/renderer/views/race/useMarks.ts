import { computed, type ComputedRef } from 'vue'
import type { Frame } from '#shared/charts/frame.ts'
import type { RunEvent } from '#shared/contract/stream.ts'
import { eventText } from '#shared/words/index.ts'
import { currentSpeech, useText } from '#renderer/composables/useText.ts'
import { place } from '#renderer/stores/track.ts'
import { useRaceCurves, type LaneCurve } from '#renderer/race/useRaceCurves.ts'

/** Something that happened on a lane's curve, where it happened. */
export interface Mark {
  readonly id: string
  readonly kind: RunEvent['kind'] | 'rate'
  /** On the chart's axes. */
  readonly x: number
  readonly y: number
  readonly colour: string
  readonly text: string
}

/** How each kind is drawn. */
export const markSigns: Readonly<Record<Mark['kind'], string>> = {
  diverged: '✕',
  target: '▲',
  patience: '■',
  rate: '◆',
}

/** @returns where a mark stands in pixels: at the plot's edge where its axes do not reach it */
export function markPlace(
  { left, right, top, bottom, toX, toY }: Frame,
  { x, y }: Pick<Mark, 'x' | 'y'>,
): readonly [x: number, y: number] {
  const down = toY(y)
  const across = Math.max(left, Math.min(right, toX(x)))
  return [across, Number.isNaN(down) ? top : Math.max(top, Math.min(bottom, down))]
}

/** Where lanes diverged, stopped early, or had their rate changed, and what to say of it. */
export function useMarks(): ComputedRef<readonly Mark[]> {
  const { t, format } = useText()
  const curves = useRaceCurves()

  function markAt(curve: LaneCurve, step: number, part: Pick<Mark, 'id' | 'kind' | 'text'>): Mark {
    const { band, lane } = curve
    let at = Math.min(band.steps.length - 1, place(band.steps, step))
    // It stands on the curve: where there is none any more, at its end.
    while (at > 0 && !Number.isFinite(band.median[at])) at--
    const { colour } = lane.look
    return { ...part, x: curves.xOf(curve, step), y: band.median[at] ?? NaN, colour }
  }

  function eventMarks(curve: LaneCurve): Mark[] {
    const { lane } = curve
    const kinds = new Set(lane.events.map(({ kind }) => kind))
    return [...kinds].map((kind) => {
      const events = lane.events.filter((event) => event.kind === kind)
      const first = events.toSorted((a, b) => a.step - b.step)[0]
      const step = first?.step ?? 0
      const numbers = {
        name: lane.name,
        count: format.whole(events.length),
        seeds: format.whole(lane.tracks.length),
        step: format.whole(step),
      }
      const sentence =
        lane.tracks.length > 1
          ? t(`race.mark.${kind}Some`, numbers)
          : t(`race.mark.${kind}`, numbers)
      return markAt(curve, step, {
        id: `${lane.id} ${kind}`,
        kind,
        text: format.text([
          sentence,
          first ? eventText(first, lane.spec, currentSpeech()).cause : '',
        ]),
      })
    })
  }

  function rateMarks(curve: LaneCurve): Mark[] {
    const { lane } = curve
    return lane.rates.map(({ step, rate }, index) =>
      markAt(curve, step, {
        id: `${lane.id} rate ${index}`,
        kind: 'rate',
        text: t('race.mark.rate', {
          name: lane.name,
          rate: format.short(rate, 4),
          step: format.whole(step),
        }),
      }),
    )
  }

  return computed(() =>
    curves.lanes.flatMap((curve) => [...eventMarks(curve), ...rateMarks(curve)]),
  )
}
