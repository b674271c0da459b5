import { shallowRef, watch, type Ref } from 'vue'
import type { RaceProblem } from '#shared/contract/problem.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'

export interface AskedProblem {
  readonly problem: Readonly<Ref<RaceProblem | undefined>>
  readonly failure: Readonly<Ref<ErrorData | undefined>>
}

/**
 * Asks the laboratory what a race's first seed learns from.
 *
 * @param raceId undefined asks for nothing
 */
export function useProblem(raceId: () => string | undefined): AskedProblem {
  const { laboratory } = useBridge()
  const problem = shallowRef<RaceProblem>()
  const failure = shallowRef<ErrorData>()
  watch(
    raceId,
    async (id) => {
      failure.value = undefined
      if (id === undefined) {
        problem.value = undefined
        return
      }
      try {
        const answer = await laboratory.raceProblem({ id })
        if (raceId() === id) problem.value = answer
      } catch (thrown) {
        if (raceId() === id) failure.value = toErrorData(thrown)
      }
    },
    { immediate: true },
  )
  return { problem, failure }
}
