import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { SubmissionAsked } from '#shared/contract/slurm.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { useBridge } from '../composables/useBridge.ts'

/** Options of sbatch that have a field of their own, and the field of all others. */
export const clusterFields = ['partition', 'time', 'account', 'more'] as const
export type ClusterField = (typeof clusterFields)[number]

/** Where sweeps and tournaments run, and what a cluster is asked for. */
export const useCluster = defineStore('cluster', () => {
  const bridge = useBridge()

  /** Whether jobs can be submitted from this machine. */
  const found = ref(false)
  const place = ref<'here' | 'slurm'>('here')
  /** As they are typed; an empty text asks for nothing. */
  const texts = ref<Record<ClusterField, string>>({
    partition: '',
    time: '',
    account: '',
    more: '',
  })
  const template = shallowRef<{ readonly name: string; readonly source: DatasetSource }>()
  const failure = shallowRef<ErrorData>()

  /** Whether what is started next goes to the cluster. */
  const chosen = computed(() => found.value && place.value === 'slurm')

  /** What the cluster is asked for, with options as they are typed on the command line. */
  const asked = computed((): SubmissionAsked => {
    const options = clusterFields.flatMap((field) => {
      const text = texts.value[field].trim()
      if (text === '') return []
      return [field === 'more' ? text : `${field}=${text}`]
    })
    return { options, ...(template.value && { template: template.value.source }) }
  })

  /** Takes a file that batch scripts are made from. */
  async function takeTemplate(file: File): Promise<void> {
    failure.value = undefined
    try {
      template.value = { name: file.name, source: await bridge.openFile(file) }
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
  }

  void bridge.laboratory
    .findSlurm()
    .then((answer) => (found.value = answer.found))
    .catch(() => undefined)

  return { found, place, texts, template, failure, chosen, asked, takeTemplate }
})
