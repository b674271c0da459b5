import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import {
  findLesson,
  type Guess,
  type Lesson,
  type Raced,
  type Step,
  type Values,
} from '#shared/lessons/index.ts'
import { firstGuess, scoreOf } from '#shared/lessons/score.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { handsOf, middleOf } from './hands.ts'
import { lessonRace } from './race.ts'
import { lessonTable, type OwnTable } from './table.ts'

/** What a learner did in a step. */
interface StepState {
  readonly values: Values
  /** Undefined where nothing is picked yet. */
  readonly guess: Guess | undefined
  readonly committed: boolean
  /** Of a class: how many hands went up for an option, and what values were called out. */
  readonly hands: Readonly<Record<string, number>>
  readonly called: readonly Guess[]
  /** Whether the mark was moved since a prediction was last kept. */
  readonly moved: boolean
  readonly raced?: Raced | undefined
}

/** What the Learn stage shows: the first minute, the list, or a lesson. */
export type LearnPage = 'first' | 'list' | 'lesson'

/** The Learn stage: which lesson is open at which step, and what was predicted. */
export const useLearn = defineStore('learn', () => {
  const settings = useSettings()
  const bridge = useBridge()

  const page = ref<LearnPage>(settings.firstStart ? 'first' : 'list')
  const lessonId = ref<string>()
  const at = ref(0)
  /** Whether predictions are those of a class. */
  const asClass = ref(false)
  const states = shallowReactive(new Map<string, StepState>())
  /** The table of the learner's choice, where the lesson takes one. */
  const ownTable = shallowRef<OwnTable>()
  const table = computed(() =>
    ownTable.value && lesson.value?.takesTable ? lessonTable(ownTable.value) : undefined,
  )
  /** How far the race of the step has come, from 0 to 1. */
  const racing = ref<number>()
  const failure = shallowRef<ErrorData>()

  const lesson = computed<Lesson | undefined>(() =>
    lessonId.value === undefined ? undefined : findLesson(lessonId.value),
  )
  const step = computed<Step | undefined>(() => lesson.value?.steps[at.value])
  const key = computed(() => `${lessonId.value}/${step.value?.id}`)
  const state = computed<StepState | undefined>(() => {
    return step.value && stateOf(step.value)
  })
  /** How a step of the open lesson stands. */
  function stateOf(of: Step): StepState {
    return states.get(`${lessonId.value}/${of.id}`) ?? freshState(of)
  }

  // Apart from the guess: while a mark is dragged, nothing is walked anew.
  const values = computed(() => state.value?.values)
  const raced = computed(() => state.value?.raced)
  const committed = computed(() => state.value?.committed === true)
  const said = computed(() => (committed.value ? state.value?.guess : undefined))

  /** The truth is asked for only when it may be known. */
  const truth = computed(() =>
    committed.value && values.value ? step.value?.truth(values.value, raced.value) : undefined,
  )
  const figure = computed(
    () => values.value && step.value?.figure(values.value, said.value, raced.value),
  )
  const facts = computed(
    () => (values.value && step.value?.facts(values.value, raced.value, table.value)) ?? {},
  )
  /** What the step's state is in another stage. */
  const over = computed(
    () => values.value && step.value?.open(values.value, raced.value, table.value, said.value),
  )
  const score = computed(() => {
    const { value: now } = state
    if (!now || !step.value || now.guess === undefined || truth.value === undefined)
      return undefined
    return scoreOf(step.value.ask, now.guess, truth.value)
  })

  const done = computed(() => settings.settings.learn?.done ?? {})

  function put(part: Partial<StepState>): void {
    if (state.value) states.set(key.value, { ...state.value, ...part })
  }

  function open(id: string): void {
    if (!findLesson(id)) return
    lessonId.value = id
    at.value = 0
    page.value = 'lesson'
    failure.value = undefined
  }
  function toList(): void {
    page.value = 'list'
    begin()
  }

  /** The first minute has been seen: the program opens with what was left from now on. */
  function begin(): void {
    if (settings.firstStart) void settings.change({ learn: { begun: true, done: done.value } })
  }

  /** @returns whether there is such a step */
  function go(by: 1 | -1): boolean {
    const next = at.value + by
    if (!lesson.value?.steps[next]) return false
    at.value = next
    failure.value = undefined
    return true
  }

  /** Says something else; what was revealed is covered again. */
  function guess(next: Guess): void {
    if (!state.value?.committed) put({ guess: next, moved: true })
  }
  function turn(dial: string, value: number): void {
    if (!state.value) return
    const values = { ...state.value.values, [dial]: value }
    put({ values, committed: false, raced: undefined })
  }
  function again(): void {
    put({ committed: false, raced: undefined })
  }

  /** A class predicts what most of it has hands up for. */
  function raise(option: string, count: number): void {
    const ask = step.value?.ask
    if (ask?.kind !== 'choice') return
    const hands = { ...state.value?.hands, [option]: count }
    put({ hands, guess: handsOf(ask.options, hands).most })
  }
  /** Or the middle of the values that it called out. */
  function call(values: readonly number[]): void {
    put({ called: values, moved: false, ...(values.length > 0 && { guess: middleOf(values) }) })
  }
  /** One learner after the other moves the mark: what it says now is one prediction of the class. */
  function keep(): void {
    const { value: now } = state
    if (!now || now.committed || now.guess === undefined) return
    put({ called: [...now.called, now.guess], moved: false })
  }
  function takeBack(): void {
    if (state.value) put({ called: state.value.called.slice(0, -1) })
  }

  /** Trains on another table from now on; what was revealed of the one before is covered. */
  function takeTable(next: OwnTable): void {
    ownTable.value = next
    failure.value = undefined
    for (const each of lesson.value?.steps ?? []) {
      const mine = `${lessonId.value}/${each.id}`
      const known = states.get(mine)
      if (known) states.set(mine, { ...known, committed: false, raced: undefined })
    }
  }

  async function commit(): Promise<void> {
    const { value: now } = step
    const { value: from } = state
    if (!now || !from || from.committed || from.guess === undefined || racing.value !== undefined)
      return
    const mine = key.value
    // The last of a class may still have the mark in hand.
    if (asClass.value && from.called.length > 0 && now.ask.kind !== 'choice') {
      if (from.moved) keep()
      put({ guess: middleOf(state.value!.called) })
    }
    if (now.race) {
      racing.value = 0
      failure.value = undefined
      try {
        const raced = await lessonRace(bridge, now.race(from.values, table.value), (share) => {
          racing.value = share
        })
        const known = states.get(mine) ?? from
        states.set(mine, { ...known, raced, committed: true })
      } catch (thrown) {
        failure.value = toErrorData(thrown)
        return
      } finally {
        racing.value = undefined
      }
    } else put({ committed: true })
    note(mine)
  }

  /** Keeps that a step was gone through. */
  function note(which: string): void {
    const [id = '', own = ''] = which.split('/')
    const known = done.value[id] ?? []
    if (known.includes(own)) return
    void settings.change({ learn: { begun: true, done: { ...done.value, [id]: [...known, own] } } })
  }

  return {
    page,
    lessonId,
    lesson,
    at,
    step,
    state,
    values,
    stateOf,
    asClass,
    truth,
    figure,
    facts,
    over,
    table,
    ownTable,
    score,
    racing,
    failure,
    done,
    open,
    toList,
    begin,
    go,
    guess,
    turn,
    again,
    commit,
    raise,
    call,
    keep,
    takeBack,
    takeTable,
  }
})

function freshState({ dials, ask }: Step): StepState {
  return {
    values: Object.fromEntries(dials.map((dial) => [dial.key, dial.first])),
    guess: firstGuess(ask),
    committed: false,
    hands: {},
    called: [],
    moved: false,
  }
}
