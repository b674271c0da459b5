import { watch } from 'vue'
import { withOwn } from '#renderer/race/iris.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { useRules } from '#renderer/stores/rules.ts'

/** Keeps the rules that a person wrote among the rows of the Iris stage; new ones sit out at first. */
export function useOwnLanes(): void {
  const stage = useExperiment('iris')
  const rules = useRules()
  watch(
    [() => rules.ids, () => stage.form.lanes],
    () => {
      const own = rules.ids.flatMap((id) => rules.choice(id) ?? [])
      const next = withOwn(stage.form, own)
      if (next) stage.change(next)
    },
    { immediate: true },
  )
}
