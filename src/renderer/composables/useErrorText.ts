import type { ErrorData } from '#shared/contract/errors.ts'
import { notSavedReasons } from '#shared/contract/runs.ts'
import { badTableReasons } from '#shared/contract/tables.ts'
import { memoryParts } from '#shared/training/memory.ts'
import { bytesText } from './bytes-text.ts'
import { useText } from './useText.ts'

/** @returns the page's sentence for an error, in the present language */
export function useErrorText(): (error: ErrorData) => string {
  const { t } = useText()
  return ({ code, parameters }) => {
    const step = parameters.step ?? t('common.none')
    switch (code) {
      case 'bad-spec':
        return t('errors.bad-spec', { first: parameters.first ?? t('common.none') })
      case 'race-too-large': {
        const part = memoryParts.find((each) => each === parameters.part) ?? 'weights'
        const size = (of: string): string => bytesText(Number(parameters[of] ?? 0))
        const sizes = { need: size('need'), most: size('most'), share: size('share') }
        return t(`raceTooLarge.${part}`, sizes)
      }
      case 'trainer-died':
        return t('errors.trainer-died', { step })
      case 'trainer-failed':
        return t('errors.trainer-failed', { step })
      case 'bad-table': {
        const reason = badTableReasons.find((each) => each === parameters.reason)
        if (!reason) return t('errors.bad-table')
        const none = t('common.none')
        const { name = none, what = none, where = none, orient = none } = parameters
        return t(`data.bad.${reason}`, { name, what, where, orient })
      }
      case 'not-saved': {
        const why = notSavedReasons.find((each) => each === parameters.why)
        return why && why !== 'other' ? t(`notSaved.${why}`) : t('errors.not-saved')
      }
      case 'bad-bundle':
        return t('errors.bad-bundle', { reason: parameters.reason ?? t('common.none') })
      case 'cluster-refused':
        return t('errors.cluster-refused', { reason: parameters.reason ?? t('common.none') })
      case 'bad-file': {
        const { path = parameters.name ?? t('common.none'), reason = t('common.none') } = parameters
        return t('errors.bad-file', { path, reason })
      }
      case 'shard-failed': {
        const { shard = 0, tries = 0 } = parameters
        return t('errors.shard-failed', { shard, tries })
      }
      case 'file-too-large':
        return t('errors.file-too-large', { limit: parameters.limit ?? t('common.none') })
      default:
        return t(`errors.${code}`)
    }
  }
}
