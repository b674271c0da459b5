import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { metricOf, metrics } from '#shared/metrics/index.ts'
import type { Framework } from '#shared/optimizers/index.ts'
import { createSchedule, type Schedule } from '#shared/training/schedule.ts'
import { batchText } from './batches.ts'
import { dataFile } from './data.ts'
import { helperTexts } from './helpers.ts'
import { laneTexts, type ClippedText } from './lanes.ts'
import { docText, indent, list, py, slug, wrap } from './literals.ts'
import type { RuleNeeds } from './rules.ts'
import type { ScriptFile, ScriptInput } from './types.ts'

/* What both scripts have alike: everything but tensors. */

/** The arithmetic of a race's steps. */
function scheduleOf({ spec, problems }: ScriptInput): Schedule {
  const [first] = problems
  if (!first) throw new Error('a race has at least one seed')
  return createSchedule(spec, first.train.count)
}

/** What the files are called. */
interface FileNames {
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
function docstring(
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
function settings(input: ScriptInput): string {
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
export const togetherText = (framework: Framework): string => {
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

/** When there is something to record, and when a run ends early. */
function pointText(input: ScriptInput): string {
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
function mainText({ csv }: FileNames): string {
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

const dataText = (data: string): string => `with open(Path(__file__).with_name(${py(
  data,
)}), encoding="utf-8") as file:
    DATA = json.load(file)
SEEDS = [each["seed"] for each in DATA["seeds"]]`

/** What one framework's script is made of. */
export interface FrameworkParts {
  readonly framework: Framework
  /** As it is called. */
  readonly title: string
  /** What pip installs. */
  readonly install: string
  /** Paragraphs of the docstring. */
  readonly notes: readonly string[]
  /** Its own lines of import, and modules of Python that what lanes need takes besides. */
  readonly imports: readonly string[]
  readonly modules: (needs: RuleNeeds) => readonly string[]
  /** What a call of an optimizer's class begins with. */
  readonly first: readonly string[]
  readonly clipped: ClippedText
  readonly laneClass: string
  readonly ruleClass: (needs: RuleNeeds) => string
  readonly movedTo: (needs: RuleNeeds) => string
  /** The network, its loss and its gradients. */
  readonly model: (spec: ExperimentSpec) => readonly string[]
  readonly run: (needs: RuleNeeds) => string
}

/**
 * The script and the data it reads.
 *
 * @throws LabError `not-saved` where the data are more than one file can hold
 */
export function scriptFiles(input: ScriptInput, parts: FrameworkParts): ScriptFile[] {
  const { framework } = parts
  const base = slug(input.name)
  const files = {
    script: `${base}_${framework}.py`,
    data: `${base}_data.json`,
    csv: `${base}_${framework}.csv`,
  }
  const budget = scheduleOf(input).steps
  const lanes = laneTexts(input, framework, parts.first, parts.clipped, budget)
  const { needs } = lanes
  const classes = lanes.classes === '' ? '' : `${parts.ruleClass(needs)}\n\n\n${lanes.classes}`
  const moving = needs.looksAhead || needs.averages ? parts.movedTo(needs) : ''
  const helpers = helperTexts(framework, [lanes.functions, classes, moving].join('\n'))
  const modules = [
    ...['argparse', 'csv', 'json', 'math', 'sys', ...parts.modules(needs)],
    ...(input.spec.start !== undefined ? ['itertools'] : []),
    ...(helpers.includes('functools.') ? ['functools'] : []),
    ...(needs.together ? ['inspect'] : []),
  ]
  const imports = [
    'from __future__ import annotations\n',
    ...modules.sort().map((name) => `import ${name}`),
    'from dataclasses import dataclass, field',
    'from pathlib import Path',
    'from typing import Callable\n',
    ...parts.imports,
  ]
  const texts = [
    `${docstring(input, files, parts.title, parts.install, parts.notes)}\n\n${imports.join('\n')}`,
    parts.laneClass,
    `# The experiment\n\n${settings(input)}\n\n${lanes.list}\n\n${dataText(files.data)}`,
    lanes.functions,
    classes,
    needs.together ? togetherText(framework) : '',
    helpers,
    moving,
    batchText(input),
    pointText(input),
    ...parts.model(input.spec),
    parts.run(needs),
    mainText(files),
  ]
  const content = `${texts.filter((part) => part !== '').join('\n\n\n')}\n`
  return [{ name: files.script, content }, dataFile(input, files.data)]
}

/**
 * How a step is recorded, and where a run ends.
 *
 * @param loss the batch's, as a number
 * @param moved the norm of the step taken
 * @param average has the weights where a rule wants its loss evaluated; undefined where none does
 */
export function recordText(loss: string, moved: string, average: string | undefined): string {
  const values = metrics.flatMap((key) => {
    const { python } = metricOf(key)
    return python ? [`"${key}": ${python === 'loss' ? loss : python},`] : []
  })
  const evaluation = `for name, part in parts.items():
    if any(metric.startswith(name) for metric in METRICS):
        for key, value in evaluate(model, *part).items():
            values[name + key] = value`
  return indent(
    `if is_point(step):
    moved = ${moved}
    length = norm(*before)
    values = {
${indent(values.join('\n'), 8)}
    }
${indent(average ? `with ${average}:\n${indent(evaluation)}` : evaluation)}
    points.append((step, values))
    ended = ended or early.judge(values)
if ended or step == STEPS:
    return step, ended or "budget", points`,
    8,
  )
}
