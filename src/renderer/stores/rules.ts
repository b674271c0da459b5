import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { KeptRuleFile } from '#shared/contract/rules.ts'
import { conventionsOf, ownPrefix, type HyperValues } from '#shared/optimizers/index.ts'
import { readRule, writeRule } from '#shared/own/file.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { choiceOf, ruleOf, type RuleChoice } from '#shared/own/lane.ts'
import type { OwnRule } from '#shared/own/rule.ts'
import type { Fault } from '#shared/rules/faults.ts'
import { useBridge } from '../composables/useBridge.ts'

/** A file of the folder of rules, as it was read. */
export interface KeptRule extends KeptRuleFile {
  /** Undefined where something is wrong with it. */
  readonly rule: OwnRule | undefined
  readonly faults: readonly Fault[]
}

/** A text that came from outside the window, to be looked at on the Optimizers stage. */
export interface IncomingText {
  /** What a rule in it is called that does not say its own name. */
  readonly name: string
  readonly text: string
}

/** A rule with its numbers, as the stages have it. */
type Looked = RuleChoice & { readonly hyper: HyperValues }

/** Update rules that a person wrote, as the laboratory keeps them. */
export const useRules = defineStore('rules', () => {
  const bridge = useBridge()
  const { laboratory } = bridge

  const files = shallowRef<readonly KeptRule[]>([])
  const loaded = shallowRef(false)
  const listFailure = shallowRef<ErrorData>()
  const failure = shallowRef<ErrorData>()
  /** A rule that the Surface stage shall take in when it is next shown. */
  const offered = shallowRef<{ readonly choice: RuleChoice; readonly hyper: HyperValues }>()
  const incoming = shallowRef<IncomingText>()
  /** A rule that the Optimizers stage shall show when it is next shown, in other conventions. */
  const wanted = shallowRef<{ readonly lane: Looked | undefined }>()
  /** The rule that a stage has selected. */
  let looked: (() => Looked | undefined) | undefined
  /** Tells, while a stage is shown, which rule is selected there. For its own component. */
  function useLooked(selected: () => Looked | undefined): void {
    looked = selected
    onScopeDispose(() => {
      if (looked === selected) looked = undefined
    })
  }
  function askConventions(): void {
    wanted.value = { lane: looked?.() }
  }

  /** The sound ones, by the id that their lanes have; of two of one name the first. */
  const byId = computed(() => {
    const found = new Map<string, OwnRule>()
    for (const { rule } of files.value) {
      const id = ownPrefix + (rule?.name ?? '')
      if (rule && !found.has(id)) found.set(id, rule)
    }
    return found
  })
  const ids = computed(() => [...byId.value.keys()])
  /** Of each own optimizer what its files compute. */
  const hashes = computed(() => {
    const found = new Map<string, string[]>()
    for (const { rule } of files.value) {
      if (!rule) continue
      const id = ownPrefix + rule.name
      found.set(id, [...(found.get(id) ?? []), hashOf(choiceOf(rule))])
    }
    return found
  })

  /**
   * @returns how a lane's own rule, which it holds itself, stands to the files: `changed` where none of
   *   its name computes the same; undefined as long as they are not known
   */
  function stateOf(
    choice: Pick<RuleChoice, 'optimizer' | 'rule'>,
  ): 'kept' | 'changed' | 'gone' | undefined {
    if (choice.rule === undefined || !loaded.value) return undefined
    const known = hashes.value.get(choice.optimizer)
    if (!known) return 'gone'
    return known.includes(hashOf({ ...choice, convention: 'own' })) ? 'kept' : 'changed'
  }

  /** @returns the file before this one that has a rule of the same name: menus offer that one's */
  function namesakeOf(file: KeptRule): string | undefined {
    const first = files.value.find((each) => each.rule && each.rule.name === file.rule?.name)
    return first === file ? undefined : first?.file
  }

  async function load(): Promise<void> {
    try {
      const listed = await laboratory.listRules()
      const known = new Map(files.value.map((each) => [each.file + each.text, each]))
      files.value = listed.map((each) => known.get(each.file + each.text) ?? read(each))
      loaded.value = true
      listFailure.value = undefined
    } catch (thrown) {
      listFailure.value = toErrorData(thrown)
    }
  }

  /** Calls the laboratory; what it refuses is shown, not thrown. */
  async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await call()
      failure.value = undefined
      return done
    } catch (thrown) {
      failure.value = toErrorData(thrown)
      return undefined
    }
  }

  /** @param was the file that it has had so far. @returns the file that it has; undefined where it is not kept */
  async function save(rule: OwnRule, was?: string): Promise<string | undefined> {
    const text = writeRule(rule)
    const kept = await attempt(() =>
      laboratory.saveRule({ text, ...(was !== undefined && { was }) }),
    )
    if (kept) await load()
    return kept?.file
  }

  /** @returns whether it is gone */
  async function remove(file: string): Promise<boolean> {
    const done = await attempt(() => laboratory.deleteRule({ file }))
    if (done !== undefined) await load()
    return done !== undefined
  }

  /** @returns what a lane of an optimizer holds, built-in or own, in the first of its conventions */
  function choice(id: string): RuleChoice | undefined {
    const own = byId.value.get(id)
    if (own) return choiceOf(own)
    const [convention] = conventionsOf(id)
    return convention && { optimizer: id, convention }
  }

  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind === 'rules') void load()
    }),
  )
  // Files that were edited elsewhere meanwhile are seen when the window is come back to.
  const again = (): void => void load()
  window.addEventListener('focus', again)
  onScopeDispose(() => window.removeEventListener('focus', again))
  void load()

  return {
    files,
    listFailure,
    failure,
    incoming,
    offered,
    wanted,
    useLooked,
    askConventions,
    byId,
    ids,
    stateOf,
    namesakeOf,
    load,
    save,
    remove,
    choice,
  }
})

function hashOf(choice: RuleChoice): string {
  const rule = ruleOf(choice)
  return rule ? ruleHash(rule) : ''
}

function read({ file, text }: KeptRuleFile): KeptRule {
  const { rule, faults = [] } = readRule(text)
  return { file, text, rule, faults }
}
