import type { LaneSpec } from '#shared/experiment/spec.ts'
import { useText } from '../composables/useText.ts'
import { laneSummary } from '../race/lanes.ts'

const { t } = useText()

/** Keeps a symbol and its number on one line. */
const hardSpace = '\u00a0'

/** @returns every lane with the settings that say most about it, in a line */
export function lanesText(
  lanes: readonly { readonly name: string; readonly spec: LaneSpec }[],
): string {
  const each = lanes.map(({ name, spec }) => {
    const summary = laneSummary(spec)
      .split(' · ')
      // What the name says already is not said again.
      .filter((part) => !name.includes(part))
      .map((part) => part.replaceAll(' ', hardSpace))
      .join(' · ')
    return summary === '' ? name : `${name} (${summary})`
  })
  return t('export.setting.lanes', { lanes: each.join('; ') })
}
