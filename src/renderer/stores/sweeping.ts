import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { SweepStatus } from '../../shared/contract/sweeps.ts'
import { useBridge } from '../composables/useBridge.ts'

/** The sweep that has the trainer processes, if one has: no race can start then, on any stage. */
export const useSweeping = defineStore('sweeping', () => {
  const bridge = useBridge()
  const status = shallowRef<SweepStatus>()
  const running = computed(() => (status.value?.phase === 'running' ? status.value : undefined))

  /** What was told while the answer was under way is newer than it. */
  let told = 0
  function take(next: SweepStatus | undefined): void {
    told++
    status.value = next
  }

  async function ask(): Promise<void> {
    const before = told
    try {
      const found = await bridge.laboratory.currentSweep()
      if (told === before) take(found?.status)
    } catch {
      // What is not known stands in nobody's way: the laboratory itself refuses the race.
    }
  }

  let connection = bridge.connection
  const offs = [
    bridge.onEvent((event) => {
      if (event.kind === 'sweep') take(event.status)
    }),
    bridge.onConnection((next) => {
      const back = connection === 'disconnected' && next === 'connected'
      connection = next
      if (back) void ask()
    }),
  ]
  onScopeDispose(() => {
    for (const off of offs) off()
  })
  void ask()

  return { running }
})
