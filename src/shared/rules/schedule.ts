import type { Graph, Node } from './graph.ts'

/**
 * A step's work in passes over the elements. A value that depends on a reduction is computed in a pass
 * after the one that adds it up; a value of an earlier pass that a later one needs is put aside.
 */
export interface Pass {
  /** Values that are computed here for every element, each after its inputs. */
  readonly compute: readonly Node[]
  /** Values that were put aside by an earlier pass, and `w`, `g` or slots as they are read here. */
  readonly fetch: readonly Node[]
  /** Values that are put aside for a later pass. */
  readonly save: readonly Node[]
  /** Reductions whose terms are added up here. */
  readonly reduce: readonly Node[]
  readonly stores: Graph['stores']
  /** Numbers of a tensor or run that the pass needs, each after its inputs. */
  readonly scalars: readonly Node[]
}

export interface Schedule {
  readonly passes: readonly Pass[]
  /** Every value that is put aside, in the order of its place. */
  readonly saved: readonly Node[]
}

/**
 * Schedules the same program for several kinds of tensors, so that reductions over a whole run end in
 * the same pass of each.
 */
export function scheduleGraphs(graphs: readonly Graph[]): Schedule[] {
  const phases = graphs.map(() => new Map<Node, number>())
  // A run's reductions are met in the same order in every graph.
  const globals = graphs.map(({ nodes }) => nodes.filter(isGlobal))
  const least = new Array<number>(globals[0]?.length ?? 0).fill(0)
  for (let settled = false; !settled;) {
    settled = true
    graphs.forEach(({ nodes }, kind) => {
      for (const node of nodes) {
        const inputs = Math.max(0, ...node.inputs.map((input) => phases[kind]!.get(input)!))
        const reduction = node.op === 'reduce' ? 1 : 0
        const index = globals[kind]!.indexOf(node)
        const phase = Math.max(inputs + reduction, index < 0 ? 0 : least[index]!)
        phases[kind]!.set(node, phase)
        if (index >= 0 && phase > least[index]!) {
          least[index] = phase
          settled = false
        }
      }
    })
  }
  const schedules = graphs.map((graph, kind) => scheduleGraph(graph, phases[kind]!))
  const count = Math.max(...schedules.map(({ passes }) => passes.length))
  const empty: Pass = { compute: [], fetch: [], save: [], reduce: [], stores: [], scalars: [] }
  return schedules.map(({ passes, saved }) => ({
    passes: Array.from({ length: count }, (_, index) => passes[index] ?? empty),
    saved,
  }))
}

function isGlobal(node: Node): boolean {
  return node.op === 'reduce' && node.name === 'run'
}

function scheduleGraph({ nodes, stores }: Graph, phases: ReadonlyMap<Node, number>): Schedule {
  const phaseOf = (node: Node): number => phases.get(node)!
  const used = new Set<Node>()
  const use = (node: Node): void => {
    if (used.has(node)) return
    used.add(node)
    node.inputs.forEach(use)
  }
  for (const { value } of stores) use(value)
  // Whatever this kind of tensor does with it, it adds its share.
  nodes.filter(isGlobal).forEach(use)
  const reductions = nodes.filter((node) => node.op === 'reduce' && used.has(node))
  const last = Math.max(
    0,
    ...stores.map(({ value }) => phaseOf(value)),
    ...reductions.map((node) => phaseOf(node) - 1),
  )
  /** When the memory of `w`, `g` or a slot is overwritten. */
  const overwritten = new Map(
    stores
      .filter(({ name, value }) => value.op !== 'load' || value.name !== name)
      .map(({ name, value }) => [name, phaseOf(value)]),
  )
  const saved: Node[] = []
  const passes: Pass[] = []
  for (let index = last; index >= 0; index--) {
    const own = stores.filter(({ value }) => phaseOf(value) === index)
    const reduce = reductions.filter((node) => phaseOf(node) - 1 === index)
    const save = saved.filter((node) => phaseOf(node) === index)
    const seen = new Set<Node>()
    const fetch = new Set<Node>()
    const visit = (node: Node): void => {
      if (seen.has(node)) return
      seen.add(node)
      if (node.rank !== 'element') {
        if (node.op !== 'reduce') node.inputs.forEach(visit)
        return
      }
      if (node.op === 'load') {
        fetch.add(node)
        if ((overwritten.get(node.name) ?? index) < index && !saved.includes(node)) saved.push(node)
        return
      }
      if (phaseOf(node) < index) {
        fetch.add(node)
        if (!saved.includes(node)) saved.push(node)
        return
      }
      node.inputs.forEach(visit)
    }
    for (const { value } of own) visit(value)
    for (const node of reduce) visit(node.inputs[0]!)
    for (const node of save) visit(node)
    const here = nodes.filter((node) => seen.has(node))
    passes.unshift({
      compute: here.filter((node) => node.rank === 'element' && !fetch.has(node)),
      fetch: [...fetch],
      save,
      reduce,
      stores: own,
      scalars: here.filter((node) => node.rank === 'tensor' || node.rank === 'run'),
    })
  }
  return { passes, saved }
}
