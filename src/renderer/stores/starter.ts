import { computed, ref, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { Job, When } from '#shared/contract/work.ts'
import { useWork } from './work.ts'

/** Work to be started at the laboratory. */
interface Start<T> {
  begin(when?: When): Promise<T>
  /** Lets it start after all that is under way. */
  wait(): Promise<Job>
}

/** What has the processes, and whether cores are left beside it. */
interface Busy {
  readonly title: string
  readonly table: string
  readonly beside: boolean
}

interface StarterOptions<T> {
  /** Takes what has begun. */
  begun(value: T): Promise<void> | void
  /** Takes what has waited and begins now. @param of the race's or sweep's id */
  found(of: string): Promise<void>
  failed(error: ErrorData): void
}

export interface Starter<T> {
  /** Asked of a person before what was to start does. */
  readonly question: ShallowRef<Busy | undefined>
  /** Whether it waits for its turn. */
  readonly waiting: ComputedRef<boolean>
  start(work: Start<T>): Promise<void>
  /** @param choice left out, nothing starts */
  answer(choice?: When | 'after'): Promise<void>
  /** Waits no more. */
  giveUp(): Promise<void>
}

/** Starts work; where other work has the processes, a person says what is to become of both. */
export function createStarter<T>(
  drop: (job: string) => Promise<unknown>,
  { begun, found, failed }: StarterOptions<T>,
): Starter<T> {
  const work = useWork()
  const question = shallowRef<Busy>()
  const queued = ref<string>()
  let asked: Start<T> | undefined

  async function begin(start: Start<T>, when?: When): Promise<void> {
    try {
      await begun(await start.begin(when))
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code !== 'lab-busy') throw thrown
      asked = start
      const { title = '', table = '', beside = 0 } = error.parameters
      question.value = { title: `${title}`, table: `${table}`, beside: beside === 1 }
    }
  }

  watch(
    () => work.jobs.find(({ id }) => id === queued.value),
    (job, before) => {
      // Gone from the list: taken off it, here or elsewhere.
      if (!job && before) queued.value = undefined
      if (job?.phase === 'failed' && job.error) failed(job.error)
      if (!job || job.phase === 'waiting') return
      queued.value = undefined
      if (job.of !== undefined) void found(job.of)
    },
  )

  return {
    question,
    waiting: computed(() => queued.value !== undefined),
    start(start) {
      question.value = undefined
      return begin(start)
    },
    async answer(choice) {
      const start = asked
      asked = undefined
      question.value = undefined
      if (!start || !choice) return
      if (choice === 'after') queued.value = (await start.wait()).id
      else await begin(start, choice)
    },
    async giveUp() {
      const { value: job } = queued
      queued.value = undefined
      if (job !== undefined) await drop(job)
    },
  }
}
