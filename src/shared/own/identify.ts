import {
  createRuleState,
  defaultHyper,
  optimizers,
  type Convention,
  type HyperParameter,
  type HyperValues,
  type Optimizer,
  type UpdateRule,
} from '../optimizers/index.ts'
import { createRandom } from '../math/random.ts'
import { inRange } from '../rules/ranges.ts'

/** A built-in rule that an own one was held against, and its hyper-parameters there. */
export interface KnownRule {
  readonly optimizer: string
  readonly convention: Convention
  readonly hyper: HyperValues
  /** What the own rule's were meanwhile. */
  readonly own: HyperValues
}

/** What an own rule turned out to be. */
export type Identity =
  /** Takes the same steps: `digits` of them, or all bits. */
  | {
      readonly kind: 'same'
      readonly known: KnownRule
      readonly digits: number | 'all'
      /** The own rule's hyper-parameters that must keep their values for it: moved, they part the two. */
      readonly only: readonly string[]
    }
  /** Takes the same steps in the long run. */
  | {
      readonly kind: 'settles'
      readonly known: KnownRule
      /** Which of the two corrects the bias of its first steps, where only one does. */
      readonly corrects: 'own' | 'known' | undefined
      /** The step from which they agree to a millionth; undefined where that takes too long. */
      readonly from: number | undefined
    }
  /** `distance`: of the paths, as a share of their length; undefined where no built-in rule comes near. */
  | { readonly kind: 'unknown'; readonly nearest?: KnownRule; readonly distance?: number }

/** A weight matrix and a bias, so that rules which distinguish them are distinguished. */
const tensors = [
  { offset: 0, rows: 2, columns: 2, matrix: true },
  { offset: 4, rows: 1, columns: 2, matrix: false },
]
const size = 6
const seed = 20_240_607

/** Steps in which every rule is tried, and those in which what agrees has to go on agreeing. */
const trial = 6
const proof = 60

/** A step after which a correction of bias corrects nothing. */
const late = 10_000_000

/** Steps after which it is not waited any longer for two rules to agree. */
const mostSteps = 20_000

/** What two ways of writing the same arithmetic come apart by. */
const rounding = 1e-11

/** What counts as equal in the long run. */
const settled = 1e-6

/** A walk: where it began and where each step led, `[(steps + 1) × size]`. */
interface Path {
  readonly points: Float64Array
}

/** The gradient: of a bowl, with noise of several sizes, so that it tells where it was taken. */
function noiseOf(steps: number): Float64Array {
  const random = createRandom(seed, 'noise')
  return Float64Array.from({ length: steps * size }, (_, at) => {
    const scale = [1, 0.1, 3, 1, 0.3, 1][at % size]!
    return random.normal() * scale
  })
}

let noise: Float64Array | undefined

function walk(rule: UpdateRule, hyper: HyperValues, steps: number, first = 1): Path {
  noise ??= noiseOf(proof)
  const start = [0.5, -1, 2, 0.1, -0.3, 1.5]
  const state = createRuleState(rule, hyper, start, { tensors, compiled: false })
  const points = new Float64Array((steps + 1) * size)
  points.set(start)
  for (let step = 0; step < steps; step++) {
    const at = state.gradientPoint(first + step)
    for (let index = 0; index < size; index++) {
      state.gradients[index] = noise[step * size + index]! + 0.5 * at[index]!
    }
    state.step(first + step)
    points.set(state.parameters, (step + 1) * size)
  }
  return { points }
}

/** Walks of built-in rules; an own rule is held against them again whenever it changes. */
const knownWalks = new WeakMap<UpdateRule, Map<string, Path>>()

function knownWalk(rule: UpdateRule, hyper: HyperValues, steps: number, first: number): Path {
  let walks = knownWalks.get(rule)
  if (!walks || walks.size >= 64) knownWalks.set(rule, (walks = new Map<string, Path>()))
  const key = JSON.stringify([hyper, steps, first])
  const path = walks.get(key) ?? walk(rule, hyper, steps, first)
  walks.set(key, path)
  return path
}

/** How far two walks come apart, as a share of what they walked; 0 only where all bits agree. */
function distance(one: Path, other: Path): number {
  const steps = Math.min(one.points.length, other.points.length) / size
  let worst = 0
  for (let step = 1; step < steps; step++) {
    let [apart, walked] = [0, 0]
    for (let at = step * size; at < (step + 1) * size; at++) {
      const [a, b] = [one.points[at]!, other.points[at]!]
      const start = one.points[at % size]!
      if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) continue
      apart = Math.max(apart, Math.abs(a - b))
      walked = Math.max(walked, Math.abs(a - start), Math.abs(b - start))
    }
    if (apart > 0) worst = Math.max(worst, apart / walked)
    if (Number.isNaN(apart)) return Infinity
  }
  return worst
}

interface Match extends Pick<KnownRule, 'own' | 'hyper'> {
  readonly pairs: readonly Pair[]
}

interface Candidate extends Match {
  readonly known: KnownRule
  readonly rule: UpdateRule
}

/**
 * Says which built-in rule an own one is, if any: holds it against all of them on random gradients,
 * always the same, with hyper-parameters that mean the same.
 */
export function identify(optimizer: Optimizer): Identity {
  const own = optimizer.rules.own
  if (!own) return { kind: 'unknown' }
  const candidates = optimizers.flatMap(({ id, rules }) =>
    Object.entries(rules).flatMap(([convention, rule]) =>
      matches(own, rule).map((match) => candidateOf(id, convention as Convention, rule, match)),
    ),
  )
  const paths = new Map<string, Path>()
  const ownPath = (hyper: HyperValues, steps: number, first: number): Path => {
    const key = JSON.stringify([hyper, steps, first])
    const path = paths.get(key) ?? walk(own, hyper, steps, first)
    paths.set(key, path)
    return path
  }
  const apart = (candidate: Candidate, steps: number, first = 1): number =>
    distance(
      ownPath(candidate.own, steps, first),
      knownWalk(candidate.rule, candidate.hyper, steps, first),
    )

  const mine = JSON.stringify(defaultHyper(own))
  const rank = (candidate: Candidate): number => (JSON.stringify(candidate.own) === mine ? 0 : 1)
  const ranked = candidates
    .flatMap((candidate) => {
      const near = apart(candidate, trial)
      const scaled =
        near > settled ? withRate(candidate, ownPath(candidate.own, trial, 1)) : undefined
      return [
        { candidate, near },
        ...(scaled ? [{ candidate: scaled, near: apart(scaled, trial) }] : []),
      ]
    })
    .sort((a, b) => {
      const agree = a.near <= settled && b.near <= settled
      return (agree && rank(a.candidate) - rank(b.candidate)) || a.near - b.near
    })
  const parting = (candidate: Candidate): string[] =>
    own.hyper.flatMap(({ key }) => {
      const moved = movedBy(own, candidate, key)
      return moved && apart(moved, proof) > settled ? [key] : []
    })
  const alike = ranked
    .filter(({ near }) => near <= settled)
    .map(({ candidate }) => ({ candidate, far: apart(candidate, proof) }))
    .filter(({ far }) => far <= settled)
  // One that is the same at all values says more than one that is at these.
  const always = alike.filter(({ candidate }) => parting(candidate).length === 0)
  const agreeing = always.length > 0 ? always : alike
  const equal = (most: number, own: boolean): (typeof agreeing)[number] | undefined =>
    agreeing.find(({ candidate, far }) => far <= most && (!own || rank(candidate) === 0))
  // Its own hyper-parameters say more of a rule than those it could have.
  const found = equal(0, true) ?? equal(rounding, true) ?? equal(0, false) ?? agreeing[0]
  if (found) {
    const { candidate, far } = found
    const digits = far === 0 ? 'all' : Math.floor(-Math.log10(far))
    const { known } = candidate
    return { kind: 'same', known, digits, only: parting(candidate) }
  }
  const corrects = (rule: UpdateRule, hyper: HyperValues): boolean =>
    distance(walk(rule, hyper, trial), walk(rule, hyper, trial, late)) > 0
  const ownChanges = new Map<HyperValues, boolean>()
  for (const { candidate } of ranked) {
    let changes = ownChanges.get(candidate.own)
    if (changes === undefined) {
      changes = corrects(own, candidate.own)
      ownChanges.set(candidate.own, changes)
    }
    if (!changes && !usesStep(candidate.rule)) continue
    if (apart(candidate, trial, late) > settled || apart(candidate, proof, late) > settled) continue
    const other = corrects(candidate.rule, candidate.hyper)
    return {
      kind: 'settles',
      known: candidate.known,
      corrects: changes === other ? undefined : changes ? 'own' : 'known',
      from: agreesFrom(own, candidate),
    }
  }
  const [first] = ranked
  if (!first || !(first.near < 1)) return { kind: 'unknown' }
  return {
    kind: 'unknown',
    nearest: first.candidate.known,
    distance: apart(first.candidate, proof),
  }
}

function candidateOf(
  optimizer: string,
  convention: Convention,
  rule: UpdateRule,
  match: Match,
): Candidate {
  const { own, hyper } = match
  return { rule, ...match, known: { optimizer, convention, own, hyper } }
}

/** The same two rules with one of the own one's hyper-parameters moved, and with it what it is there. */
function movedBy(own: UpdateRule, candidate: Candidate, key: string): Candidate | undefined {
  const declared = own.hyper.find((each) => each.key === key)
  const value = Number(candidate.own[key])
  const next = [0.75 * value, 0.5 * value, value + 0.05, value - 0.05].find(
    (each) => each !== value && declared && inRange(each, declared.range),
  )
  if (next === undefined) return undefined
  const hyper: Record<string, number | boolean> = { ...candidate.hyper }
  for (const [from, to] of candidate.pairs) {
    if (from !== key) continue
    const there = Number(hyper[to.key])
    const moved = there === value ? next : (there / value) * next
    if (inRange(moved, to.range)) hyper[to.key] = moved
  }
  return { ...candidate, own: { ...candidate.own, [key]: next }, hyper }
}

/** The same rule at the rate at which its first step is as long, where that goes the same way. */
function withRate(candidate: Candidate, path: Path): Candidate | undefined {
  const { rule, own, hyper, known, pairs } = candidate
  const rate = rule.hyper.find(({ key }) => key === 'lr')
  if (!rate) return undefined
  const { points } = knownWalk(rule, hyper, trial, 1)
  let factor: number | undefined
  for (let at = size; at < 2 * size; at++) {
    const start = points[at - size]!
    const ratio = (path.points[at]! - start) / (points[at]! - start)
    if (factor !== undefined && !(Math.abs(ratio - factor) <= 1e-9 * Math.abs(factor)))
      return undefined
    factor = ratio
  }
  // As one would write it: the ratio comes from differences.
  const lr = Number((Number(hyper.lr) * factor!).toPrecision(9))
  if (!inRange(lr, rate.range)) return undefined
  return candidateOf(known.optimizer, known.convention, rule, {
    ...{ own, pairs, hyper: { ...hyper, lr } },
  })
}

const usesStep = (rule: UpdateRule): boolean => /\bt\b/.test(rule.program)

/**
 * The step from which two rules take the same steps, given the same gradients: those that shrink what
 * is left of the start.
 */
function agreesFrom(
  own: UpdateRule,
  { rule, own: ownHyper, hyper }: Candidate,
): number | undefined {
  const start = [0, 0]
  const options = { tensors: [{ offset: 0, rows: 1, columns: 2, matrix: false }] }
  const one = createRuleState(own, ownHyper, start, options)
  const other = createRuleState(rule, hyper, start, options)
  const random = createRandom(seed, 'nudges')
  let last = 0
  for (let t = 1; t <= mostSteps; t++) {
    for (const state of [one, other]) state.parameters.fill(0)
    for (let index = 0; index < 2; index++) {
      const gradient = random.normal()
      one.gradients[index] = gradient
      other.gradients[index] = gradient
    }
    one.step(t)
    other.step(t)
    for (let index = 0; index < 2; index++) {
      const [a, b] = [one.parameters[index]!, other.parameters[index]!]
      if (Math.abs(a - b) > settled * Math.max(Math.abs(a), Math.abs(b))) last = t
    }
    // What is left of a start only fades: long after the last difference none comes back.
    if (t > last + 300) break
  }
  return last + 300 > mostSteps ? undefined : last + 1
}

/**
 * Hyper-parameters under which two rules may be the same: the own rule's defaults with what they mean
 * there, and the known rule's defaults with what they mean here.
 */
function matches(own: UpdateRule, known: UpdateRule): Match[] {
  const pairs = pairsOf(own, known)
  const mine = defaultHyper(own)
  const theirs = defaultHyper(known)
  const there: Record<string, number | boolean> = { ...theirs }
  const here: Record<string, number | boolean> = { ...mine }
  for (const [from, to] of pairs) {
    const value = typeof from === 'string' ? mine[from] : from.value
    if (typeof value === 'number' && inRange(value, to.range)) there[to.key] = value
    const back = theirs[to.key]
    if (typeof from === 'string' && back !== undefined) {
      const declared = own.hyper.find(({ key }) => key === from)
      if (declared && inRange(Number(back), declared.range)) here[from] = back
    }
  }
  const both = [
    { own: mine, hyper: there, pairs },
    { own: here, hyper: theirs, pairs },
  ]
  const [one, other] = both.map(({ own, hyper }) => JSON.stringify([own, hyper]))
  return one === other ? both.slice(0, 1) : both
}

/** An own hyper-parameter or constant, and what it is there. */
type Pair = [from: string | { readonly value: number }, to: HyperParameter]

/** Whose values mean the same: by key, by symbol, then those of one kind in their order. */
function pairsOf(own: UpdateRule, known: UpdateRule): Pair[] {
  const left = new Map<string, HyperParameter>(own.hyper.map((each) => [each.key, each]))
  const constants = new Map(Object.entries(own.constants ?? {}))
  const pairs: Pair[] = []
  const open = new Set(known.hyper)
  const pair = (fits: (mine: HyperParameter, other: HyperParameter) => boolean): void => {
    for (const other of open) {
      const found = [...left.values()].find((mine) => fits(mine, other))
      if (!found) continue
      pairs.push([found.key, other])
      left.delete(found.key)
      open.delete(other)
    }
  }
  pair((mine, other) => plainKey(mine.key) === plainKey(other.key))
  pair((mine, other) => mine.symbol === other.symbol)
  for (const other of open) {
    const found = [...constants].find(([key]) => plainKey(key) === plainKey(other.key))
    if (!found) continue
    pairs.push([{ value: found[1] }, other])
    constants.delete(found[0])
    open.delete(other)
  }
  const isShare = ({ range }: HyperParameter): boolean => range.minimum === 0 && range.maximum === 1
  pair((mine, other) => isShare(mine) && isShare(other) && other.default > 0)
  return pairs
}

/** `eps` and `epsilon`, `weight_decay` and `weightDecay` are one. */
function plainKey(key: string): string {
  const plain = key.toLowerCase().replaceAll('_', '')
  if (plain === 'eps') return 'epsilon'
  if (plain === 'learningrate' || plain === 'rate') return 'lr'
  if (plain === 'wd') return 'weightdecay'
  return plain === 'mu' ? 'momentum' : plain
}
