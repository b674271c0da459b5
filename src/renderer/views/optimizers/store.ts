import { defineStore } from 'pinia'
import { computed, nextTick, onScopeDispose, ref, shallowRef, watch } from 'vue'
import {
  conventionsOf,
  defaultHyper,
  findOptimizer,
  ownPrefix,
  type Convention,
  type HyperValues,
  type Optimizer,
} from '#shared/optimizers/index.ts'
import type { Ground } from '#shared/conventions/part.ts'
import type { Form } from '#shared/optimizers/forms.ts'
import { choiceOf, type RuleChoice } from '#shared/own/lane.ts'
import { ownCopy, ownOptimizer, type OwnRule } from '#shared/own/rule.ts'
import { inRange } from '#shared/rules/ranges.ts'
import { findSurface, surfaces, type Point } from '#shared/surfaces/index.ts'
import { currentLanguage } from '#renderer/locales/index.ts'
import { useOffers } from '#renderer/stores/offers.ts'
import { useRules } from '#renderer/stores/rules.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { checkDraft, emptyRule, freeName, keptSchema, type Draft } from './draft.ts'
import { useForms } from './useForms.ts'

/** What an entry of the list is called within the stage: an optimizer's id, `file:…` or `draft:…`. */
export const fileId = (file: string): string => `file:${file}`
export const draftId = (id: number): string => `draft:${id}`

/** Milliseconds without a change after which the stage is written down. */
const rest = 400

/** The Optimizers stage: which rule is looked at, with what numbers, and what is being written. */
export const useOptimizers = defineStore('optimizers', () => {
  const settings = useSettings()
  const rules = useRules()
  const kept = keptSchema.safeParse(settings.settings.optimizers).data

  const selected = ref(kept?.selected ?? 'adagrad')
  const wanted = ref<Convention>('tutorial')
  const surfaceId = ref(kept?.surface ?? 'quadratic')
  const start = shallowRef<Point>()
  /** Hyper-parameters that were moved from their defaults. */
  const moved = shallowRef<HyperValues>({})
  /** Of a lesson that was opened here: the rules answer these in place of the fixed series. */
  const gradients = shallowRef<Float64Array>()
  /** What was deleted or thrown away last: it can be brought back until the next. */
  const gone = shallowRef<{ readonly name: string; bringBack(): unknown }>()
  const drafts = shallowRef<readonly Draft[]>(kept?.drafts ?? [])

  const draft = computed(() => drafts.value.find(({ id }) => draftId(id) === selected.value))
  const file = computed(() => rules.files.find((each) => fileId(each.file) === selected.value))
  const checked = computed(() => draft.value && checkDraft(draft.value.rule))

  /** The last of a draft that was sound: while something faulty is typed, its pictures stay. */
  let sound: { readonly id: number; readonly rule: OwnRule } | undefined
  const own = computed<OwnRule | undefined>(() => {
    if (!draft.value) return file.value?.rule
    const { id } = draft.value
    if (checked.value?.update) sound = { id, rule: checked.value.rule }
    return sound?.id === id ? sound.rule : undefined
  })
  const optimizer = computed<Optimizer | undefined>(() =>
    own.value ? ownOptimizer(own.value) : findOptimizer(selected.value),
  )
  const conventions = computed<readonly Convention[]>(() =>
    own.value ? ['own'] : conventionsOf(selected.value),
  )
  const convention = computed<Convention>({
    get: () => conventions.value.find((each) => each === wanted.value) ?? conventions.value[0]!,
    set: (next) => (wanted.value = next),
  })
  const rule = computed(() => optimizer.value?.rules[convention.value])
  const base = computed(() => (rule.value ? defaultHyper(rule.value) : {}))
  const hyper = computed<HyperValues>(() => {
    const allowed = Object.entries(moved.value).filter(([key, value]) => {
      const declared = rule.value?.hyper.find((each) => each.key === key)
      if (declared) return typeof value === 'number' && inRange(value, declared.range)
      return typeof base.value[key] === 'boolean' && typeof value === 'boolean'
    })
    return { ...base.value, ...Object.fromEntries(allowed) }
  })
  /** What a lane of the rule looked at holds. */
  const choice = computed<RuleChoice | undefined>(() => {
    if (own.value) return choiceOf(own.value)
    return optimizer.value && { optimizer: optimizer.value.id, convention: convention.value }
  })
  const surface = computed(() => findSurface(surfaceId.value) ?? surfaces[0]!)
  /** Where all walks of the stage go. */
  const ground = computed<Ground>(() => ({
    surface: surface.value,
    start: start.value ?? surface.value.starts[0] ?? { x: 0, y: 0 },
    steps: 300,
  }))

  const shown = useForms({ selected, convention, hyper, isOwn: () => own.value !== undefined })
  function showForm({ optimizer: { id }, convention: of }: Form): void {
    selected.value = id
    wanted.value = of
  }
  watch(surfaceId, () => (start.value = undefined))
  watch([selected, convention], () => (moved.value = {}))

  function undo(): void {
    const { value: last } = gone
    gone.value = undefined
    void last?.bringBack()
  }

  function setHyper(key: string, value: number | boolean): void {
    moved.value = { ...moved.value, [key]: value }
  }

  const names = (): Set<string> =>
    new Set([
      ...rules.files.flatMap((each) => each.rule?.name ?? []),
      ...drafts.value.map((each) => each.rule.name),
    ])

  /** Starts to write a rule. */
  function write(rule: OwnRule, was?: string): void {
    const id = Math.max(0, ...drafts.value.map((each) => each.id)) + 1
    drafts.value = [...drafts.value, { id, rule, ...(was !== undefined && { was }) }]
    selected.value = draftId(id)
  }
  function writeNew(name: string): void {
    write(emptyRule(freeName(name, names())))
  }
  /**
   * Takes a rule that came from elsewhere; a name that is taken gets a number.
   *
   * @param was the file that it is to be kept in, whatever stands there
   */
  function take(rule: OwnRule, was?: string): void {
    write({ ...rule, name: freeName(rule.name, names()) }, was)
  }
  /** The rule looked at as the start of one's own; its moved numbers become the defaults. */
  function copy(name: string): void {
    const { value: from } = optimizer
    if (!from || !rule.value) return
    const copied = own.value ?? ownCopy('', from, rule.value, currentLanguage())
    write({
      ...copied,
      name: freeName(name, names()),
      hyper: copied.hyper.map((each) => ({
        ...each,
        default: Number(hyper.value[each.key] ?? each.default),
      })),
    })
  }
  /** Goes on with the draft of a file's rule, or begins one. */
  function edit(): void {
    const { value: now } = file
    if (!now?.rule) return
    const open = drafts.value.find(({ was }) => was === now.file)
    if (open) selected.value = draftId(open.id)
    else write(now.rule, now.file)
  }
  function change(part: Partial<OwnRule>): void {
    const { value: now } = draft
    if (!now) return
    const next = { ...now, rule: { ...now.rule, ...part } }
    drafts.value = drafts.value.map((each) => (each.id === now.id ? next : each))
  }
  /** Makes what was moved the defaults of the draft. */
  function takeMoved(): void {
    if (!checked.value?.update) return
    const { hyper: declared, flags, slots } = checked.value.rule
    const values = hyper.value
    change({
      slots,
      hyper: declared.map((each) => ({
        ...each,
        default: Number(values[each.key] ?? each.default),
      })),
      flags: flags.map((each) => ({ ...each, default: values[each.key] === true })),
    })
    moved.value = {}
  }
  /** Throws the draft away; it can be brought back. */
  function discard(): void {
    const { value: thrown } = draft
    if (!thrown) return
    drafts.value = drafts.value.filter((each) => each !== thrown)
    selected.value = thrown.was === undefined ? 'adagrad' : fileId(thrown.was)
    gone.value = {
      name: thrown.rule.name,
      bringBack() {
        if (!drafts.value.includes(thrown)) drafts.value = [...drafts.value, thrown]
        selected.value = draftId(thrown.id)
      },
    }
  }
  /** Keeps the draft as a file. @returns whether it was */
  async function save(): Promise<boolean> {
    const { value: now } = draft
    if (!now || !checked.value?.update) return false
    const kept = await rules.save(checked.value.rule, now.was)
    if (kept === undefined) return false
    drafts.value = drafts.value.filter(({ id }) => id !== now.id)
    selected.value = fileId(kept)
    return true
  }
  async function remove(): Promise<void> {
    const { value: removed } = file
    if (!removed) return
    if (!(await rules.remove(removed.file))) return
    selected.value = 'adagrad'
    const { rule: kept } = removed
    gone.value = kept && {
      name: kept.name,
      async bringBack() {
        const back = await rules.save(kept)
        if (back !== undefined) selected.value = fileId(back)
      },
    }
  }

  /** Shows a rule with its numbers: where it is one of one's own, the file of its name. */
  function look({
    optimizer: id,
    convention: of,
    hyper: numbers,
  }: RuleChoice & { readonly hyper: HyperValues }): void {
    const kept = rules.files.find((each) => each.rule && ownPrefix + each.rule.name === id)
    if (!kept && !findOptimizer(id)) return
    selected.value = kept ? fileId(kept.file) : id
    wanted.value = of
    void nextTick(() => (moved.value = numbers))
  }

  /** What is chosen, to be taken back to. */
  const state = computed(() => ({ ...setting.value, moved: moved.value }))
  function restore(next: typeof state.value): void {
    gone.value = undefined
    drafts.value = next.drafts
    selected.value = next.selected
    surfaceId.value = next.surface
    void nextTick(() => (moved.value = next.moved))
  }
  function toDefaults(): void {
    selected.value = 'adagrad'
    surfaceId.value = 'quadratic'
    gradients.value = undefined
    moved.value = {}
  }

  // A rule that a lesson sends here, with its numbers.
  const offers = useOffers()
  watch(
    () => offers.optimizers,
    (offered) => {
      if (!offered) return
      offers.optimizers = undefined
      const { lane } = offered
      selected.value = lane.optimizer
      wanted.value = lane.convention
      gradients.value = Float64Array.from(offered.gradients)
      // What is moved is forgotten when another rule is selected.
      void nextTick(() => (moved.value = lane.hyper))
    },
    { immediate: true },
  )

  const setting = computed(() => ({
    selected: selected.value,
    surface: surfaceId.value,
    drafts: drafts.value,
  }))
  let timer = 0
  const keep = (): void => {
    clearTimeout(timer)
    timer = 0
    void settings.change({ optimizers: setting.value })
  }
  watch(setting, () => {
    clearTimeout(timer)
    timer = window.setTimeout(keep, rest)
  })
  const leave = (): void => {
    if (timer) keep()
  }
  window.addEventListener('pagehide', leave)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', leave)
    clearTimeout(timer)
  })

  return {
    selected,
    convention,
    conventions,
    surfaceId,
    surface,
    start,
    gradients,
    ground,
    ...shown,
    showForm,
    moved,
    gone,
    drafts,
    draft,
    file,
    checked,
    own,
    optimizer,
    rule,
    base,
    hyper,
    choice,
    undo,
    look,
    state,
    restore,
    toDefaults,
    setHyper,
    writeNew,
    take,
    copy,
    edit,
    change,
    takeMoved,
    discard,
    save,
    remove,
  }
})
