/** What page, report and command line say alike. Numbers come as they are to be read. */
export const en = {
  /** What lanes are ordered by. */
  columns: {
    steps: 'Steps to target',
    seconds: 'Seconds to target',
    final: 'Last',
    best: 'Best',
    area: 'Mean over samples',
  },
  conventions: {
    tutorial: 'Tutorial',
    pytorch: 'PyTorch',
    keras: 'Keras',
    optax: 'Optax',
    paper: 'Paper',
    own: 'Own',
  },
  /** In a lane's name. Numbers come as they are to be read. */
  lane: {
    warmup: (steps: string) => `warm-up ${steps}`,
    clip: (way: string, limit: string) => `clip ${way} ${limit}`,
    coupled: 'coupled',
    decoupled: 'decoupled',
    decay: (kind: string, rate: string) => `decay ${kind} ${rate}`,
  },
  /** Which built-in rule an own one is. `percent` comes as it is to be read. */
  identity: {
    same: (rule: string) => `This is ${rule}, bit for bit.`,
    equal: (rule: string, digits: string) => `This is ${rule}: equal to 1e-${digits}.`,
    uncorrected: (rule: string) => `This is ${rule} without bias correction`,
    corrected: (rule: string) => `This is ${rule} with bias correction`,
    settles: (rule: string) => `This comes to ${rule}`,
    from: (what: string, step: string) => `${what}: equal from step ${step} on to 1e-6.`,
    late: (what: string) => `${what}: equal in the long run only.`,
    nearest: (rule: string, percent: string) =>
      `No known rule; nearest is ${rule}, ${percent} of its way apart.`,
    unknown: 'No known rule, and none comes near.',
    rule: (optimizer: string, convention: string) => `${optimizer} (${convention})`,
    under: (hyper: string) => `With ${hyper}.`,
    only: (names: string) => `No longer so at another ${names}.`,
  },
  seeds: (count: string) => (count === '1' ? '1 seed' : `${count} seeds`),
  lanes: (count: string) => (count === '1' ? '1 lane' : `${count} lanes`),
  between: (from: string, to: string) => `${from}–${to}`,
  /** Beside a minus a dash would be read as another. */
  betweenSigned: (from: string, to: string) => `${from} to ${to}`,
  verdict: {
    ahead: (other: string, count: string, seeds: string, chance: string) =>
      `ahead of ${other} in ${count} of ${seeds} seeds (${chance})`,
    behind: (other: string, count: string, seeds: string, chance: string) =>
      `behind ${other} in ${count} of ${seeds} seeds (${chance})`,
    noise: (other: string, seeds: string, better: string, worse: string) =>
      `no difference to ${other} that ${seeds} seeds can show: better in ${better}, worse in ${worse}`,
    tooFew: (other: string, seeds: string, needed: string, better: string, worse: string) =>
      `against ${other} better in ${better} of ${seeds} seeds, worse in ${worse}: too few to show a difference, which takes at least ${needed}`,
    inAll: (
      side: 'ahead' | 'behind',
      other: string,
      seeds: string,
      needed: string,
      factor: string,
    ) =>
      `${side === 'ahead' ? 'better' : 'worse'} than ${other} in all ${seeds} seeds${factor && `, by a factor of ${factor}`}; it takes at least ${needed} to rule out chance`,
    equal: (other: string, seeds: string) => `equal to ${other} in all ${seeds} seeds`,
    oneSeed: 'one seed shows nothing beyond itself',
    noData: 'nothing to compare yet',
    counts: (better: string, worse: string, equal: string) =>
      `Better in ${better} seeds, worse in ${worse}, equal in ${equal}.`,
    difference: (median: string, between: string) =>
      `Median difference within a seed: ${median}${between && ` (${between})`}.`,
    test: (p: string) => `Signed-rank test over paired seeds: p = ${p}.`,
    corrected: (p: string, comparisons: string, adjusted: string) =>
      `Signed-rank test over paired seeds: p = ${p}, by Holm’s correction for ${comparisons} comparisons ${adjusted}.`,
  },
  /** What a person can act on, a sentence each. Lanes come by name. */
  answer: {
    take: (lane: string, seeds: string) =>
      `Take ${lane}: it is ahead of every other lane, as far as ${seeds} seeds show.`,
    oneSeed: (lane: string, needed: string) =>
      `${lane} came out first, but one seed shows nothing beyond itself: it takes at least ${needed}.`,
    tooFew: (seeds: string, needed: string, lanes: string) =>
      `${seeds} seeds are too few to rule out chance among ${lanes} lanes: that takes at least ${needed}.`,
    inAll: (lane: string, others: string, seeds: string) =>
      `In all ${seeds} seeds ${lane} came out better than ${others}.`,
    byFactor: (lane: string, factor: string) => `${lane} (by a factor of ${factor})`,
    undecided: (lanes: string, seeds: string) =>
      `${seeds} seeds cannot tell between these: ${lanes}. Take any of them; more seeds may tell.`,
    equal: (lanes: string, seeds: string) => `These are equal in all ${seeds} seeds: ${lanes}.`,
    trajectories: (lane: string, others: string) => `Behind ${lane}: ${others}.`,
    diverged: (others: string) => `Diverged: ${others}.`,
    count: (lane: string, count: string, seeds: string) => `${lane} in ${count} of ${seeds} seeds`,
    improving: (lanes: string) =>
      `Still getting better at the end: ${lanes}. A longer race may change the order.`,
    flat: 'No lane’s loss moves by more than 1 % in the last tenth of the race.',
    overfitAll: (epoch: string) =>
      `All lanes overfit: held-out loss rises from its minimum while training loss falls, the first from epoch ${epoch} on.`,
    overfit: (lanes: string, epoch: string) =>
      `Held-out loss rises from its minimum while training loss falls, the first from epoch ${epoch} on: ${lanes}.`,
    untuned: 'Not every lane was tuned by a sweep: other learning rates may change the order.',
  },
  /** What a tournament shows, a sentence each. Contestants come by name. */
  tournament: {
    tasks: (count: string) => (count === '1' ? '1 task' : `${count} tasks`),
    budget: (trials: string) =>
      trials === '0' ? 'untuned' : trials === '1' ? 'with 1 trial' : `with ${trials} trials`,
    none: (contestants: string, tasks: string, chance: string) =>
      `On these ${tasks} no difference that they can show between ${contestants} (${chance}).`,
    noPair: (tasks: string, chance: string) =>
      `On these ${tasks} not all are alike (${chance}), but no two lie so far apart that they can be told from one another.`,
    first: (contestant: string, tasks: string) =>
      `${contestant} is ahead of every other, as far as these ${tasks} show.`,
    leaders: (contestants: string, tasks: string) =>
      `On these ${tasks} no difference that they can show between ${contestants}, which lead.`,
    behind: (leader: string, contestants: string) => `Behind ${leader}: ${contestants}.`,
    unfinished: (tasks: string, all: string) =>
      `Only ${tasks} of ${all} are done by all contestants: the rest counts for nothing yet.`,
    fastest: (contestants: string, percent: string) =>
      `First at the target on ${percent} of the tasks: ${contestants}.`,
    oneContestant: 'One contestant alone: there is nothing to compare it with.',
    noTask: 'No task is done by all contestants yet.',
    oneTask: 'One task shows nothing beyond itself: take at least two.',
    fewTasks: (tasks: string, needed: string, contestants: string) =>
      `${tasks} cannot tell any two of ${contestants} contestants apart, whatever comes out: that takes at least ${needed}.`,
    allEqual: 'On every task all contestants are equal.',
    allDiverged: 'On every task every contestant diverged: there is nothing to rank.',
    fewForPairs: (tasks: string, needed: string) =>
      `Signed ranks with Holm’s correction for all pairs could tell no two apart on ${tasks}, whatever came out: that takes at least ${needed}.`,
  },
  /** What happened to some of a lane's seeds. */
  happened: {
    diverged: 'diverged',
    target: 'reached its target',
    patience: 'stopped getting better',
  },
  when: (count: string, all: string, first: string, last: string) =>
    `${all === '1' ? '' : ` in ${count} of ${all} seeds`}${first === last ? ` in step ${first}` : `, in steps ${first} to ${last}`}.`,
  /** What happened to one run. */
  event: {
    diverged: (step: string) => `Diverged in step ${step}`,
    target: (step: string) => `Reached its target in step ${step}`,
    patience: (step: string) => `Stopped getting better: ended in step ${step}`,
  },
  goesOn: 'It goes on all the same.',
  stop: '.',
  rateChanged: (lane: string, rate: string, step: string) =>
    `${lane}: learning rate changed by hand to ${rate} after step ${step}.`,
  first: {
    loss: () => 'The batch loss was the first number that was not finite.',
    gradient: (index: string) =>
      `The first number that was not finite was in the gradient: component ${index}.`,
    slot: (index: string, slot: string) =>
      `The first number that was not finite was in the optimizer’s state: ${slot}${index && `, component ${index}`}.`,
    parameter: (index: string) =>
      `The first number that was not finite was a parameter: number ${index}.`,
  },
  ruleLine: (line: string, text: string) => `Line ${line} of the rule yielded it: “${text}”.`,
  before: {
    start: (parameters: string) => `The parameters’ norm at the start was ${parameters}.`,
    step: (parameters: string, gradient: string, rate?: string) =>
      `One step before, the norm of the parameters was ${parameters} and of the gradient ${gradient}${rate === undefined ? '' : `, at a learning rate of ${rate}`}.`,
  },
  cause: {
    rateTooHigh: (rate: string, parameters: string) =>
      `Likely cause: a learning rate of ${rate} is too high here. The parameters had grown to a norm of ${parameters}, each step overshooting more than the last. Try a third of it, or a warm-up.`,
    runaway: (parameters: string) =>
      `Likely cause: the steps grew out of bounds; the parameters had reached a norm of ${parameters}. Try the rule’s default settings, or clip the gradient.`,
    cliff:
      'Likely cause: one steep place. All was of ordinary size until this step’s gradient was not. Clip the gradient, or lower the rate.',
    cliffClipped:
      'Likely cause: one steep place, steeper than clipping can mend: what is not finite cannot be scaled down. Lower the rate.',
    zeroGuard: (key: string) =>
      `Likely cause: ${key} is 0, and where a gradient is exactly 0 the rule then divides 0 by 0. Give ${key} a small value.`,
    decayTooStrong: (share: string) =>
      `Likely cause: weight decay takes ${share} of each parameter per step; beyond 200 % it makes them grow. Lower the decay or the rate.`,
    start: (parameters: string) =>
      `Likely cause: the first step already met numbers too large. Scale the features, or start from smaller weights (their norm was ${parameters}).`,
  },
  damage: {
    checkpoint: (file: string) =>
      `${file} is not what was written: to go on, its share begins anew.`,
    file: (file: string) => `${file} is not what was written: what it says may be wrong.`,
    lines: (lines: number, which: string) =>
      lines === 1
        ? `Line ${which} of log.jsonl is damaged or gone.`
        : `${lines} lines of log.jsonl are damaged or gone: ${which}.`,
    steps: (from: string, to: string, lanes: string, seeds: string, several: boolean) =>
      `${from === to ? `Step ${from}` : `Steps ${from} to ${to}`} of ${lanes}, ${several ? 'seeds' : 'seed'} ${seeds}, as far as recorded, ${from === to ? 'is' : 'are'} missing.`,
    noSteps: 'No recorded step is missing with them.',
    more: 'and more',
  },
}

export type Words = typeof en
