import type { Clipping } from '#shared/clipping/index.ts'
import type { Loss } from '#shared/models.ts'
import { laneClass, recordText, ruleNote, scriptFiles } from './core.ts'
import { clippingName } from './lanes.ts'
import { indent } from './literals.ts'
import type { RuleNeeds } from './rules.ts'
import type { ScriptFile, ScriptInput } from './types.ts'

/**
 * A script for Keras 3, on any of its backends, that repeats the race, and the data it reads.
 *
 * @throws LabError `not-saved` where the data are more than one file can hold
 */
export function kerasFiles(input: ScriptInput): ScriptFile[] {
  return scriptFiles(input, {
    framework: 'keras',
    title: 'Keras 3',
    install: 'keras tensorflow',
    notes: [
      'Keras takes its gradients by TensorFlow, PyTorch or JAX, whichever the environment variable KERAS_BACKEND (tensorflow, torch or jax) or its own settings name. Their numbers agree to about six digits: in places each computes more coarsely than float64, whatever it is told.',
    ],
    imports: ['import keras', 'import numpy as np', 'from keras import ops'],
    modules: () => ['contextlib'],
    first: [],
    clipped: (clipping) => ({
      text: clippingText(clipping),
      lambda: (limit) => `lambda gradients: ${clippingName(clipping)}(gradients, ${limit})`,
    }),
    laneClass: laneClass('', 'from the gradients to the clipped ones'),
    ruleClass,
    movedTo: () => movedTo,
    model: ({ model, loss }) => [modelText(model.hidden.length > 0), lossText(loss), gradientText],
    run: runText,
  })
}

/** The same arithmetic as that of the laboratory, over a list of gradients. */
function clippingText(clipping: Clipping): string {
  const code = clipping.code.replaceAll(/\b(min|max)\(/g, '$1imum(')
  const total = code.includes('global_norm(g)')
  return `def ${clippingName(clipping)}(gradients, limit):
    """Clips the gradients ${clipping.name.en}."""
${total ? '    total = norm(*gradients)\n' : ''}    return [${code.replace('global_norm(g)', 'total')} for g in gradients]`
}

/** The class that takes a written rule's steps. */
function ruleClass(needs: RuleNeeds): string {
  const { together, startsFromWeights, squares } = needs
  const fromWeights = `
        if start == "w":
            return ops.stop_gradient(ops.copy(v))`
  const square = `
        if name in self.squares:
            size = [1, *v.shape][-1 if self.squares[name] == "columns" else -2]
            return value * ops.eye(size, dtype=v.dtype)`
  const start = `    def start(self, name, v):
        """What a slot of a variable starts from."""
        start = self.slots[name]${startsFromWeights ? fromWeights : ''}
        value = self.hyper[start] if isinstance(start, str) else start${squares ? square : ''}
        return ops.full(v.shape, value, dtype=v.dtype)`
  return `class Rule:
    """An update rule written out, one tensor at a time; used as Keras's own optimizers are.

${indent(ruleNote(needs))}
    """

    slots = {}${squares ? '\n    squares = {}' : ''}

    def __init__(self, **hyper):
        self.hyper = hyper
        self.learning_rate = hyper.get("lr")
        self.t = 0
        self.state = None

    def build(self, variables):
        self.state = [{name: self.start(name, v) for name in self.slots} for v in variables]

${start}

    def numbers(self, v, t):
        """What a rule is given by name besides its slots. As tensors, for Python stops at 1 / 0."""
        hyper = {**self.hyper, "t": t}
        if self.learning_rate is not None:
            hyper["lr"] = self.learning_rate
        numbers = {name: x if isinstance(x, bool) else tensor(x) for name, x in hyper.items()}
        return {**numbers, "matrix": len(v.shape) == 2}

    def apply(self, gradients, variables):
        if self.state is None:
            self.build(variables)
        self.t += 1
        updates = []
        for g, v, state in zip(gradients, variables, self.state):
            # Copies: a rule may change in place what it is given.
            w, g = ops.stop_gradient(ops.copy(v)), ops.copy(g)
            updates.append(self.update(w, g, **state, **self.numbers(v, self.t)))${
              together
                ? `
        if inspect.isgenerator(updates[0]):
            updates = together(updates)`
                : ''
            }
        for v, state, (w, slots) in zip(variables, self.state, updates):
            v.assign(w)
            state.update(slots)

    @property
    def variables(self):
        return [each for state in self.state for each in state.values()]`
}

/** Moves the weights for a while. */
const movedTo = `@contextlib.contextmanager
def moved_to(point, optimizer, variables, t):
    """Has the weights where a rule wants its gradient or its loss, if it does, and back again."""
    here = []
    if hasattr(optimizer, point):
        place = getattr(optimizer, point)
        if optimizer.state is None:
            optimizer.build(variables)
        here = [ops.stop_gradient(ops.copy(v)) for v in variables]
        for v, w, state in zip(variables, here, optimizer.state):
            v.assign(full(w, place(w, **state, **optimizer.numbers(v, t))))
    yield
    for v, w in zip(variables, here):
        v.assign(w)`

function modelText(hidden: boolean): string {
  const activation = hidden
    ? `    layers = [keras.layers.Dense(units, activation=ACTIVATION) for units in HIDDEN]
    model = keras.Sequential([keras.Input((INPUTS,)), *layers, keras.layers.Dense(OUTPUTS)])`
    : '    model = keras.Sequential([keras.Input((INPUTS,)), keras.layers.Dense(OUTPUTS)])'
  return `def make_model(start):
    """The network. \`start\` is flat: of each layer its weights [inputs x outputs], then its biases."""
${activation}
    weights, at = [], 0
    for v in model.weights:
        size = math.prod(v.shape)
        weights.append(np.array(start[at : at + size]).reshape(v.shape))
        at += size
    model.set_weights(weights)
    return model`
}

function lossText(loss: Loss): string {
  if (loss === 'crossEntropy') {
    return `def arrays(part):
    """Rows as the network takes them, and their classes."""
    x = np.array(part["x"], dtype=keras.config.floatx()).reshape(-1, INPUTS)
    return x, np.array(part["y"], dtype="int32")


def losses(scores, y):
    """Each row's cross-entropy, of the softmax of its scores."""
    return keras.losses.sparse_categorical_crossentropy(y, scores, from_logits=True)


def evaluate(model, x, y):
    """What all rows of a part say of a model."""
    if len(y) == 0:
        return {"Loss": math.nan, "Accuracy": math.nan}
    with no_gradients():
        scores = model(x)
        each = ops.convert_to_numpy(losses(scores, y))
    right = (ops.convert_to_numpy(scores).argmax(axis=1) == y) & ~np.isnan(each)
    return {"Loss": float(each.mean()), "Accuracy": float(right.mean())}`
  }
  return `def arrays(part):
    """Rows as the network takes them, and what is to be predicted of each."""
    x, y = (np.array(part[name], dtype=keras.config.floatx()) for name in ["x", "y"])
    return x.reshape(-1, INPUTS), y.reshape(-1, OUTPUTS)


def losses(scores, y):
    """Each row's squared error."""
    return ops.mean(ops.square(ops.subtract(scores, ops.convert_to_tensor(y))), axis=1)


def evaluate(model, x, y):
    """What all rows of a part say of a model; R2 is NaN where all targets are alike."""
    if len(y) == 0:
        return {"Loss": math.nan, "R2": math.nan}
    with no_gradients():
        loss = float(ops.convert_to_numpy(losses(model(x), y)).mean())
    return {"Loss": loss, "R2": 1 - loss / float(y.var()) if y.max() > y.min() else math.nan}`
}

const gradientText = `# Only the gradients are taken by what lies below Keras.
BACKEND = keras.backend.backend()
no_gradients = contextlib.nullcontext

if BACKEND == "tensorflow":
    import tensorflow as tf

    def loss_and_gradients(model, x, y):
        with tf.GradientTape() as tape:
            loss = ops.mean(losses(model(x), y))
        return loss, tape.gradient(loss, model.trainable_variables)

elif BACKEND == "torch":
    import torch

    no_gradients = torch.no_grad

    def loss_and_gradients(model, x, y):
        loss = ops.mean(losses(model(x), y))
        weights = [v.value for v in model.trainable_variables]
        return loss, list(torch.autograd.grad(loss, weights))

elif BACKEND == "jax":
    import jax

    def loss_and_gradients(model, x, y):
        def mean_loss(weights):
            scores, _ = model.stateless_call(weights, model.non_trainable_variables, x)
            return ops.mean(losses(scores, y))

        weights = [v.value for v in model.trainable_variables]
        return jax.value_and_grad(mean_loss)(weights)

else:
    sys.exit(f"This script needs Keras on tensorflow, torch or jax, not on {BACKEND}.")


def set_dtype(name):
    keras.config.set_floatx(name)
    keras.config.set_dtype_policy(name)
    if BACKEND == "jax" and name == "float64":
        jax.config.update("jax_enable_x64", True)`

/** Before anything moves the weights. */
const built = `    if isinstance(optimizer, Rule):
        optimizer.build(variables)
`

function runText({ looksAhead, averages, startsFromWeights }: RuleNeeds): string {
  const gradient = 'batch_loss, gradients = loss_and_gradients(model, x[batch], y[batch])'
  const moved = looksAhead
    ? `        with moved_to("ahead", optimizer, variables, step):
            ${gradient}`
    : `        ${gradient}`
  return `def norm(*tensors):
    """The Euclidean norm of all numbers together."""
    return math.sqrt(sum(float((ops.convert_to_numpy(each) ** 2).sum()) for each in tensors))


def finite(tensors):
    return all(np.isfinite(ops.convert_to_numpy(each)).all() for each in tensors)


def run(lane, seed):
    """Trains one lane on one seed. Returns its last step, what ended it, and its points."""
    own = DATA["seeds"][SEEDS.index(seed)]
    problem = DATA["problems"][own["problem"]]
    parts = {name: arrays(problem[name]) for name in ["train", "validation"]}
    x, y = parts["train"]
    model = make_model(own["start"])
    variables = model.trainable_variables
    optimizer = lane.optimizer()
${startsFromWeights ? built : ''}    early, points = EarlyStop(), []

    for step, batch in enumerate(batches(seed, len(y)), start=1):
        rate = lane.rate_at(step, seed)
        if rate is not None:
            optimizer.learning_rate = rate
${moved}
        gradient_norm = norm(*gradients)
        healthy = finite([batch_loss, *gradients])

        before = [np.array(ops.convert_to_numpy(v)) for v in variables]
        with no_gradients():
            if lane.clip:
                gradients = lane.clip(gradients)
            if lane.coupled_decay:
                gradients = [g + lane.coupled_decay * v for g, v in zip(gradients, variables)]
            if lane.decoupled_decay:
                for v in variables:
                    v.assign(v * (1 - rate * lane.decoupled_decay))
            optimizer.apply(gradients, variables)

        healthy = healthy and finite([*variables, *optimizer.variables])
        ended = "diverged" if STOP_DIVERGED and not healthy else None
${recordText(
  'float(ops.convert_to_numpy(batch_loss))',
  'norm(*(ops.convert_to_numpy(v) - b for v, b in zip(variables, before)))',
  averages ? 'moved_to("average", optimizer, variables, step)' : undefined,
)}`
}
