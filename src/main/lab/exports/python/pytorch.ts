import type { Activation, Loss } from '#shared/models.ts'
import { laneClass, recordText, ruleNote, scriptFiles } from './core.ts'
import { clippingName } from './lanes.ts'
import { indent } from './literals.ts'
import type { RuleNeeds } from './rules.ts'
import type { ScriptFile, ScriptInput } from './types.ts'

/**
 * A script for PyTorch that repeats the race, and the data it reads.
 *
 * @throws LabError `not-saved` where the data are more than one file can hold
 */
export function pytorchFiles(input: ScriptInput): ScriptFile[] {
  return scriptFiles(input, {
    framework: 'pytorch',
    title: 'PyTorch',
    install: 'torch',
    notes: [],
    imports: ['import torch'],
    modules: ({ looksAhead, averages }) => (looksAhead || averages ? ['contextlib'] : []),
    first: ['parameters'],
    clipped: (clipping) => ({
      text: `def ${clippingName(clipping)}(parameters, limit):
    """Clips the gradients ${clipping.name.en}."""
    ${clipping.pytorch}`,
      lambda: (limit) => `lambda parameters: ${clippingName(clipping)}(parameters, ${limit})`,
    }),
    laneClass: laneClass(' of the parameters', 'clips the gradients of the parameters'),
    ruleClass,
    movedTo,
    model: ({ model, loss }) => [
      modelText(model.hidden.length > 0 ? model.activation : undefined),
      lossText(loss),
    ],
    run: runText,
  })
}

/** The class that takes a written rule's steps. */
function ruleClass(needs: RuleNeeds): string {
  const { together, matrices, startsFromWeights, squares, averages, looksAhead } = needs
  const ours = (x: string): string => (matrices ? `ours(${x})` : x)
  const fill = `value = hyper[start] if isinstance(start, str) else start
self.state[p][name] = torch.full_like(${ours('p')}, value)`
  const square = `elif name in self.squares:
    value = hyper[start] if isinstance(start, str) else start
    size = [1, *${ours('p')}.shape][-1 if self.squares[name] == "columns" else -2]
    self.state[p][name] = value * torch.eye(size)
`
  const fromWeights = `if start == "w":
    self.state[p][name] = ${ours('p.detach()')}.clone()
`
  const ways = `${startsFromWeights ? fromWeights : ''}${squares ? (startsFromWeights ? square : square.slice(2)) : ''}`
  const starts = indent(ways === '' ? fill : `${ways}else:\n${indent(fill)}`, 20)
  const steps = together
    ? `        # Copies: a rule may change in place what it is given.
        tensors = [(p, group) for group in self.param_groups for p in group["params"]]
        updates = []
        for p, group in tensors:
            state = self.state[p]
            w, g = ${ours('p')}.clone(), ${ours('p.grad')}.clone()
            updates.append(self.update(w, g, **state, **self.numbers(p, group)))
        if inspect.isgenerator(updates[0]):
            updates = together(updates)
        for (p, _), (w, slots) in zip(tensors, updates):
            p.copy_(${ours('w')})
            self.state[p].update(slots)`
    : `        for group in self.param_groups:
            for p in group["params"]:
                # Copies: a rule may change in place what it is given.
                w, g, state = ${ours('p')}.clone(), ${ours('p.grad')}.clone(), self.state[p]
                w, slots = self.update(w, g, **state, **self.numbers(p, group))
                p.copy_(${ours('w')})
                state.update(slots)`
  const points = looksAhead || averages
  return `class Rule(torch.optim.Optimizer):
    """An update rule written out, one tensor at a time.

${indent(ruleNote(needs))}
    """

    slots = {}${squares ? '\n    squares = {}' : ''}

    def __init__(self, parameters, **hyper):
        super().__init__(parameters, hyper)
        self.t = 0
        for group in self.param_groups:
            for p in group["params"]:
                for name, start in self.slots.items():
${starts}

    def numbers(self, p, group${points ? ', t=None' : ''}):
        """What a rule is given by name besides its slots. As tensors, for Python stops at 1 / 0."""
        hyper = {name: group[name] for name in self.defaults}
        numbers = {name: x if isinstance(x, bool) else tensor(x) for name, x in hyper.items()}
        return {**numbers, "t": tensor(${points ? 't or self.t' : 'self.t'}), "matrix": p.ndim == 2}

    @torch.no_grad()
    def step(self):
        self.t += 1
${steps}${
    matrices
      ? `


def ours(x):
    """Weights [inputs x outputs] of [outputs x inputs], and back again."""
    return x.T if x.ndim == 2 else x`
      : ''
  }`
}

/** Moves the weights for a while. */
function movedTo({ matrices }: RuleNeeds): string {
  const ours = (x: string): string => (matrices ? `ours(${x})` : x)
  return `@contextlib.contextmanager
def moved_to(point, optimizer, t):
    """Has the weights where a rule wants its gradient or its loss, if it does, and back again."""
    moved = []
    if hasattr(optimizer, point):
        place = getattr(optimizer, point)
        with torch.no_grad():
            for group in optimizer.param_groups:
                for p in group["params"]:
                    moved.append((p, p.clone()))
                    numbers = optimizer.numbers(p, group, t)
                    there = place(${ours('p')}, **optimizer.state[p], **numbers)
                    p.copy_(${matrices ? 'ours(full(ours(p), there))' : 'full(p, there)'})
    yield
    with torch.no_grad():
        for p, here in moved:
            p.copy_(here)`
}

const activations: Readonly<Record<Activation, string>> = {
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'ReLU',
}

function modelText(activation: Activation | undefined): string {
  const between = activation
    ? `        if layers:
            layers.append(torch.nn.${activations[activation]}())
`
    : ''
  return `def set_dtype(name):
    torch.set_default_dtype(getattr(torch, name))


def make_model(start):
    """The network. \`start\` is flat: of each layer its weights [inputs x outputs], then its biases."""
    start = torch.tensor(start)
    layers, width = [], INPUTS
    for units in [*HIDDEN, OUTPUTS]:
${between}        linear = torch.nn.Linear(width, units)
        weights, biases, start = start.split(
            [width * units, units, len(start) - (width + 1) * units]
        )
        with torch.no_grad():
            linear.weight.copy_(weights.reshape(width, units).T)
            linear.bias.copy_(biases)
        layers.append(linear)
        width = units
    return torch.nn.Sequential(*layers)`
}

function lossText(loss: Loss): string {
  if (loss === 'crossEntropy') {
    return `def tensors(part):
    """Rows as the network takes them, and their classes."""
    return torch.tensor(part["x"]).reshape(-1, INPUTS), torch.tensor(part["y"], dtype=torch.long)


def losses(scores, y):
    """Each row's cross-entropy, of the softmax of its scores."""
    return torch.nn.functional.cross_entropy(scores, y, reduction="none")


@torch.no_grad()
def evaluate(model, x, y):
    """What all rows of a part say of a model."""
    if len(y) == 0:
        return {"Loss": math.nan, "Accuracy": math.nan}
    scores = model(x)
    each = losses(scores, y)
    right = (scores.argmax(dim=1) == y) & ~each.isnan()
    return {"Loss": each.mean().item(), "Accuracy": right.sum().item() / len(y)}`
  }
  return `def tensors(part):
    """Rows as the network takes them, and what is to be predicted of each."""
    return torch.tensor(part["x"]).reshape(-1, INPUTS), torch.tensor(part["y"]).reshape(-1, OUTPUTS)


def losses(scores, y):
    """Each row's squared error."""
    return ((scores - y) ** 2).mean(dim=1)


@torch.no_grad()
def evaluate(model, x, y):
    """What all rows of a part say of a model; R2 is NaN where all targets are alike."""
    if len(y) == 0:
        return {"Loss": math.nan, "R2": math.nan}
    loss = losses(model(x), y).mean().item()
    varies = (y.max() > y.min()).item()
    return {"Loss": loss, "R2": 1 - loss / y.var(unbiased=False).item() if varies else math.nan}`
}

function runText({ looksAhead, averages }: RuleNeeds): string {
  const gradient = `optimizer.zero_grad(set_to_none=True)
batch_loss = losses(model(x[batch]), y[batch]).mean()
batch_loss.backward()`
  const measured = looksAhead
    ? `        with moved_to("ahead", optimizer, step):\n${gradient.replaceAll(/^/gm, ' '.repeat(12))}`
    : gradient.replaceAll(/^/gm, ' '.repeat(8))
  return `def norm(*tensors):
    """The Euclidean norm of all numbers together."""
    return math.sqrt(sum((each * each).sum().item() for each in tensors))


def finite(tensors):
    return all(torch.isfinite(each).all().item() for each in tensors)


def run(lane, seed):
    """Trains one lane on one seed. Returns its last step, what ended it, and its points."""
    own = DATA["seeds"][SEEDS.index(seed)]
    problem = DATA["problems"][own["problem"]]
    parts = {name: tensors(problem[name]) for name in ["train", "validation"]}
    x, y = parts["train"]
    model = make_model(own["start"])
    parameters = list(model.parameters())
    optimizer = lane.optimizer(parameters)
    early, points = EarlyStop(), []

    for step, batch in enumerate(batches(seed, len(y)), start=1):
        rate = lane.rate_at(step, seed)
        if rate is not None:
            for group in optimizer.param_groups:
                group["lr"] = rate
${measured}
        gradients = [p.grad for p in parameters]
        gradient_norm = norm(*gradients)
        healthy = finite([batch_loss, *gradients])

        before = [p.detach().clone() for p in parameters]
        if lane.clip:
            lane.clip(parameters)
        with torch.no_grad():
            for p in parameters:
                if lane.coupled_decay:
                    p.grad += lane.coupled_decay * p
                if lane.decoupled_decay:
                    p *= 1 - rate * lane.decoupled_decay
        optimizer.step()

        state = [each for slots in optimizer.state.values() for each in slots.values()]
        healthy = healthy and finite([*parameters, *filter(torch.is_tensor, state)])
        ended = "diverged" if STOP_DIVERGED and not healthy else None
${recordText(
  'batch_loss.item()',
  'norm(*(p.detach() - b for p, b in zip(parameters, before)))',
  averages ? 'moved_to("average", optimizer, step)' : undefined,
)}`
}
