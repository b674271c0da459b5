import type { ExperimentSpec } from '../../../../shared/experiment/spec.ts'
import { randomStreams } from '../../../../shared/math/random.ts'
import { createSchedule, type Schedule } from '../../../../shared/training/schedule.ts'
import { docText, list, py, wrap } from './literals.ts'
import type { RuleNeeds } from './rules.ts'
import type { ScriptInput } from './types.ts'

/* What both scripts have alike: everything but tensors. */

/** The arithmetic of a race's steps. */
export function scheduleOf({ spec, problems }: ScriptInput): Schedule {
  const [first] = problems
  if (!first) throw new Error('a race has at least one seed')
  return createSchedule(spec, first.train.count)
}

/** What the files are called. */
export interface FileNames {
  readonly script: string
  readonly data: string
  readonly csv: string
}

/**
 * The script's docstring.
 *
 * @param framework as it is called
 * @param install what pip installs
 * @param notes paragraphs of its own
 */
export function docstring(
  { spec, name, appVersion, damage = [] }: ScriptInput,
  { script, data, csv }: FileNames,
  framework: string,
  install: string,
  notes: readonly string[],
): string {
  const { lanes, seeds } = spec
  const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`
  const paragraphs = [
    `${docText(spec.title ?? name)}: a race of Descent Lab, repeated in ${framework}.`,
    `Written by Descent Lab ${docText(appVersion)}: ${count(lanes.length, 'lane')} on ${count(seeds.length, 'seed')} each. Within a seed all lanes start from the same weights and see the same batches in the same order; only the optimizer differs. ${spec.start ? `Start weights, rows, their split and the batches are in ${data}, which lies beside this file.` : `Start weights, rows and their split are in ${data}, which lies beside this file; the batches are drawn anew, number for number as the laboratory drew them.`}`,
    '',
    ...(damage.length > 0 ? [`The run's record is damaged: ${docText(damage.join(' '))}`] : []),
    `It prints how each run ended, and writes what was recorded on the way to ${csv}. The laboratory takes its gradients in float32 and keeps weights in float64; this script computes all in float64, so its losses agree with the log to four digits or so, and to fewer where training is chaotic.`,
    ...notes,
  ]
  const [head, made, , ...rest] = paragraphs
  const run = `    pip install ${install}\n    python ${script}\n    python ${script} --help`
  return `"""${wrap(head!)}\n\n${wrap(made!)}\n\n${run}\n\n${rest.map((each) => wrap(each)).join('\n\n')}\n"""`
}

/** The experiment, as constants. */
export function settings(input: ScriptInput): string {
  const { spec, problems, steps } = input
  const { hidden, activation } = spec.model
  const [first] = problems
  const { target, patience, diverged } = spec.stop
  const schedule = scheduleOf(input)
  const row = (name: string, value: string, note: string): string => {
    const line = `${name} = ${value}`
    return line.length > 37 ? `# ${note}\n${line}` : `${line.padEnd(37)} # ${note}`
  }
  return [
    row('INPUTS', String(first!.inputs), 'columns behind the encoding'),
    row('HIDDEN', py(hidden), 'units of each hidden layer'),
    ...(hidden.length > 0
      ? [row('ACTIVATION', py(activation), 'what every hidden layer applies')]
      : []),
    row(
      'OUTPUTS',
      String(first!.outputs),
      first!.classNames.length > 0 ? 'a score per class' : 'the scaled target',
    ),
    row('BATCH', String(schedule.batch), 'rows of a full batch'),
    row('STEPS', String(steps ?? schedule.steps), 'the budget of every run'),
    row('METRICS', list(spec.record.metrics), 'what is recorded'),
    row(
      'TARGET',
      py(target ? { tuple: [target.metric, target.value] } : null),
      'a run ends when it has come this far',
    ),
    row(
      'PATIENCE',
      py(patience ? { tuple: [patience.metric, patience.points, patience.least] } : null),
      '… when so many points better it by no more',
    ),
    row('STOP_DIVERGED', py(diverged), '… when a number is not finite any more'),
  ].join('\n')
}

/** The class of a contestant. @param made what `optimizer` is called with, and what `clip` */
export function laneClass(made: string, clip: string): string {
  return `@dataclass
class Lane:
    """A contestant: an optimizer, and what is done to its rate and its gradients."""

    name: str
    optimizer: Callable  # makes the optimizer${made}
    rate: float | None = None  # the learning rate; None where the rule has none
    schedule: Callable | None = None  # from the rate and the step, from 0, to the step's rate
    warmup: int = 0  # steps in which the rate first climbs to its own value
    clip: Callable | None = None  # ${clip}
    coupled_decay: float = 0.0  # this share of the weights is added to the clipped gradient
    decoupled_decay: float = 0.0  # the weights shrink by rate * this before the step
    by_hand: list = field(default_factory=list)  # (behind this step, another rate, seeds or all)

    def rate_at(self, step, seed):
        """The learning rate of a step, from 1."""
        rate = self.rate
        if rate is None:
            return None
        for behind, other, seeds in self.by_hand:
            if step > behind and (seeds is None or seed in seeds):
                rate = other
        t = step - 1
        if t < self.warmup:
            return rate * (t + 1) / self.warmup
        return self.schedule(rate, t - self.warmup) if self.schedule else rate`
}

/** What a rule's class says of itself. */
export function ruleNote({ together, startsFromWeights, matrices, squares }: RuleNeeds): string {
  const starts = startsFromWeights
    ? 'a number, a hyper-parameter, or w, the weights'
    : 'a number or a hyper-parameter'
  return wrap(
    [
      `\`slots\` names its state, a number per weight, and what it starts from: ${starts}.`,
      ...(squares
        ? [
            'Those in `squares` are a square matrix per tensor, with as many rows as it has rows or columns (a vector has one row), and start from so many times the identity.',
          ]
        : []),
      '`update` says what becomes of weights w with gradient g at step t, from 1.',
      ...(together
        ? ['A line that needs all tensors of the model yields its share of what it asks for.']
        : []),
      ...(matrices ? ['A matrix has a row per input and a column per unit.'] : []),
    ].join(' '),
    84,
  )
}

/** Runs updates that wait for each other. */
export const togetherText = (framework: 'pytorch' | 'keras'): string => {
  const add = framework === 'pytorch' ? 'x.sum()' : 'ops.sum(x)'
  const size = framework === 'pytorch' ? 'x.numel()' : 'math.prod(x.shape)'
  const root = framework === 'pytorch' ? 'torch.sqrt' : 'ops.sqrt'
  return `def together(updates):
    """Runs the updates of all tensors side by side. What each yields its share of is sent to all."""
    answer = None
    while True:
        shares, results = [], []
        for update in updates:
            try:
                shares.append(update.send(answer))
            except StopIteration as end:
                results.append(end.value)
        if results:
            return results
        kind = shares[0][0]
        tensors = [x * x if kind == "norm" else x for _, x in shares]
        answer = sum(${add} for x in tensors)
        if kind == "norm":
            answer = ${root}(answer)
        elif kind == "mean":
            answer = answer / sum(${size} for x in tensors)`
}

/** Batches, in the order that chance or the experiment gives them. */
export function batchText({ spec }: ScriptInput): string {
  if (spec.start) return writtenBatches
  const jumps = randomStreams.indexOf('batches') + 1
  return `class Random:
    """A seed's random numbers: xoroshiro128+, as the laboratory draws them.

    Blackman & Vigna 2018, Scrambled Linear Pseudorandom Number Generators.
    """

    JUMP = 0x170865DF4B3201FCDF900294D8F554A5

    def __init__(self, seed):
        self.a = (0xFFFFFFFF << 32) | (~seed & 0xFFFFFFFF)
        self.b = seed << 32
        for _ in range(${jumps}):  # a seed's streams lie a jump apart; this is the one of batches
            self.jump()

    def next(self):
        """The next 32 random bits."""
        number = ((self.a + self.b) & 0xFFFFFFFF) ^ 0x80000000
        mixed = self.a ^ self.b
        self.a = rotate(self.a, 24) ^ mixed ^ ((mixed << 16) & 0xFFFFFFFFFFFFFFFF)
        self.b = rotate(mixed, 37)
        return number

    def jump(self):
        """Goes on by 2**64 numbers."""
        a = b = 0
        for bit in range(128):
            if (self.JUMP >> bit) & 1:
                a ^= self.a
                b ^= self.b
            self.next()
        self.a, self.b = a, b

    def below(self, bound):
        """A whole number in [0, bound), each as likely as any other."""
        most = 2**32 // bound * bound
        number = self.next()
        while number >= most:
            number = self.next()
        return number % bound


def rotate(word, by):
    """64 bits, turned to the left."""
    return ((word << by) & 0xFFFFFFFFFFFFFFFF) | (word >> (64 - by))


def batches(seed, rows):
    """The batches of a seed, without end: every epoch takes each row once, in a new order."""
    random = Random(seed)
    while True:
        order = list(range(rows))
        for last in range(rows - 1, 0, -1):  # Fisher-Yates
            other = random.below(last + 1)
            order[last], order[other] = order[other], order[last]
        for start in range(0, rows, BATCH):
            yield order[start : start + BATCH]`
}

const writtenBatches = `def batches(seed, rows):
    """The batches as the experiment writes them down, without end: its last epoch repeats."""
    orders = DATA["batches"]
    for epoch in itertools.count():
        order = orders[min(epoch, len(orders) - 1)]
        for start in range(0, len(order), BATCH):
            yield order[start : start + BATCH]`

/** When there is something to record, and when a run ends early. */
export function pointText(input: ScriptInput): string {
  const { spec, steps, alsoRecorded = [] } = input
  const schedule = scheduleOf(input)
  const { stepsPerEpoch, batch } = schedule
  const rows = schedule.samplesAt(stepsPerEpoch)
  const ends = [...new Set([...alsoRecorded, steps ?? schedule.steps])]
  const last = ends.length === 1 ? 'step == STEPS' : `step in ${py({ tuple: ends })}`
  return `def samples_at(step):
    """Rows seen after so many steps; the last batch of an epoch may be short."""
    epochs, rest = divmod(step, ${stepsPerEpoch})
    return epochs * ${rows} + min(rest * ${batch}, ${rows})


def is_point(step):
    """Whether the step, from 1, is recorded."""
    return ${last} or ${pointRule(spec, stepsPerEpoch)}


def rises(metric):
    """Whether larger values are better."""
    return metric.endswith(("Accuracy", "R2"))


class EarlyStop:
    """Says of a run's recorded points whether it ends there. NaN reaches and betters nothing."""

    def __init__(self):
        self.best = math.inf
        self.waited = 0

    def judge(self, values):
        if TARGET:
            metric, goal = TARGET
            now = values.get(metric, math.nan)
            if now >= goal if rises(metric) else now <= goal:
                return "target"
        if PATIENCE:
            metric, points, least = PATIENCE
            now = values.get(metric, math.nan) * (-1 if rises(metric) else 1)
            if now < self.best - least:
                self.best = now
                self.waited = 0
            else:
                self.waited += 1
                if self.waited >= points:
                    return "patience"
        return None`
}

function pointRule({ record }: ExperimentSpec, stepsPerEpoch: number): string {
  const { every } = record
  if ('samples' in every) {
    return `samples_at(step) // ${every.samples} > samples_at(step - 1) // ${every.samples}`
  }
  return `step % ${'steps' in every ? every.steps : every.epochs * stepsPerEpoch} == 0`
}

/** Reading the data, the command line, the table and the CSV. */
export function mainText({ csv }: FileNames): string {
  return `def main():
    parser = argparse.ArgumentParser(description="Repeats a race of Descent Lab.")
    names = [lane.name for lane in LANES]
    parser.add_argument("--lanes", nargs="+", default=names, metavar="LANE", help="only these")
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS, metavar="SEED")
    parser.add_argument("--dtype", choices=["float64", "float32"], default="float64")
    parser.add_argument("--out", default=${py(csv)}, help="where the recorded numbers go")
    options = parser.parse_args()
    for name in options.lanes:
        if name not in names:
            parser.error(f"there is no lane {name!r}, only {', '.join(map(repr, names))}")
    for seed in options.seeds:
        if seed not in SEEDS:
            parser.error(f"there is no seed {seed}, only {', '.join(map(str, SEEDS))}")
    set_dtype(options.dtype)
    sys.stdout.reconfigure(errors="backslashreplace")  # a name may be more than a terminal can show

    width = max(map(len, ["lane", *options.lanes]))
    columns = "".join(f"{metric:>20}" for metric in METRICS)
    print(f"{'lane':{width}} {'seed':>10} {'steps':>9} {'ended by':>9}{columns}")
    with open(options.out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["lane", "seed", "step", "samples", *METRICS])
        for lane in LANES:
            if lane.name not in options.lanes:
                continue
            for seed in options.seeds:
                step, ended, points = run(lane, seed)
                for point, values in points:
                    numbers = [values[metric] for metric in METRICS]
                    writer.writerow([lane.name, seed, point, samples_at(point), *numbers])
                last = points[-1][1] if points else dict.fromkeys(METRICS, math.nan)
                columns = "".join(f"{last[metric]:20.8g}" for metric in METRICS)
                print(f"{lane.name:{width}} {seed:>10} {step:>9} {ended:>9}{columns}", flush=True)
    print(f"Everything recorded is in {options.out}.")


if __name__ == "__main__":
    main()`
}

export const dataText = (data: string): string => `with open(Path(__file__).with_name(${py(
  data,
)}), encoding="utf-8") as file:
    DATA = json.load(file)
SEEDS = [each["seed"] for each in DATA["seeds"]]`

/** The modules that both scripts import, and some more. */
export function importLines(more: readonly string[]): string[] {
  return ['argparse', 'csv', 'json', 'math', 'sys', ...more].sort().map((name) => `import ${name}`)
}

/** A script from its parts, two empty lines between them. */
export function assemble(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n\n')}\n`
}
