import { useText } from './useText.ts'

/** @returns a function that says how long something will still take; empty where nobody knows */
export function useTimeLeft(): (seconds: number | null | undefined) => string {
  const { t, format } = useText()
  return (seconds) => {
    if (seconds === null || seconds === undefined) return ''
    if (seconds < 60) return t('work.left.seconds', { n: Math.max(1, Math.round(seconds)) })
    const minutes = Math.round(seconds / 60)
    if (minutes < 90) return t('work.left.minutes', { n: minutes })
    return t('work.left.hours', { hours: format.fixed(minutes / 60, 1) })
  }
}
