import { useText } from '#renderer/composables/useText.ts'

const { t, format } = useText()

/** @returns how long something took, in the unit that leaves few digits */
export function durationText(seconds: number): string {
  if (seconds < 60) return t('runs.panel.duration', { seconds: format.short(seconds, 2) })
  const minutes = seconds / 60
  if (minutes < 90) return t('runs.panel.minutes', { minutes: format.short(minutes, 2) })
  return t('runs.panel.hours', { hours: format.fixed(minutes / 60, 1) })
}
