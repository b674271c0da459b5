import { useText } from '../composables/useText.ts'
import type { Fault } from './faults.ts'

const { t, format } = useText()

/** @returns why a typed number cannot be used, as a sentence */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'notNumber':
      return t('form.notNumber')
    case 'notWhole':
      return t('form.notWhole')
    case 'atLeast':
      return t('form.atLeast', { minimum: format.short(fault.minimum) })
    case 'above':
      return t('form.above', { minimum: format.short(fault.minimum) })
    case 'atMost':
      return t('form.atMost', { maximum: format.short(fault.maximum, 12) })
    case 'below':
      return t('form.below', { maximum: format.short(fault.maximum) })
  }
}
