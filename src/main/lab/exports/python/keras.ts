import type { Loss } from '../../../../shared/models/index.ts'
import {
  assemble,
  batchText,
  dataText,
  docstring,
  laneClass,
  mainText,
  pointText,
  scheduleOf,
  settings,
} from './core.ts'
import { dataFile } from './data.ts'
import { helperTexts } from './helpers.ts'
import { clippingName, laneTexts } from './lanes.ts'
import { names, slug } from './literals.ts'
import type { ScriptFile, ScriptInput } from './types.ts'

/**
 * A script for Keras 3, on any of its backends, that repeats the race, and the data it reads.
 *
 * @throws LabError `not-saved` where the data are more than one file can hold
 */
export function kerasFiles(input: ScriptInput): ScriptFile[] {
  const base = slug(input.name)
  const files = {
    script: `${base}_keras.py`,
    data: `${base}_data.json`,
    csv: `${base}_keras.csv`,
  }
  const lanes = laneTexts(
    input,
    'keras',
    [],
    (clipping) => ({
      text: `def ${clippingName(clipping)}(gradients, limit):
    """Clips the gradients ${clipping.name.en}."""
${names(clipping.code, 'total') ? '    total = norm(*gradients)\n' : ''}    return [${clipping.code} for g in gradients]`,
      lambda: (limit) => `lambda gradients: ${clippingName(clipping)}(gradients, ${limit})`,
    }),
    scheduleOf(input).steps,
  )
  const content = assemble([
    [
      docstring(input, files, 'Keras 3', 'keras tensorflow', [
        'Keras takes its gradients by TensorFlow, PyTorch or JAX, whichever the environment variable KERAS_BACKEND (tensorflow, torch or jax) or its own settings name. Their numbers agree to about six digits: in places each computes more coarsely than float64, whatever it is told.',
      ]),
      imports(input.spec.start !== undefined),
    ].join('\n\n'),
    laneClass('', 'from the gradients to the clipped ones'),
    `# The experiment\n\n${settings(input)}\n\n${lanes.list}\n\n${dataText(files.data)}`,
    lanes.functions,
    lanes.classes === '' ? '' : `${ruleClass}\n\n\n${lanes.classes}`,
    helperTexts('keras', [lanes.functions, lanes.classes].join('\n')),
    batchText(input),
    pointText(input),
    modelText(input.spec.model.hidden.length > 0),
    lossText(input.spec.loss),
    gradientText,
    runText(lanes.looksAhead),
    mainText(files),
  ])
  return [{ name: files.script, content }, dataFile(input, files.data)]
}

const imports = (written: boolean): string =>
  [
    'from __future__ import annotations\n',
    'import argparse',
    'import contextlib',
    'import csv',
    ...(written ? ['import itertools'] : []),
    'import json',
    'import math',
    'import sys',
    'from dataclasses import dataclass, field',
    'from pathlib import Path',
    'from typing import Callable\n',
    'import keras',
    'import numpy as np',
    'from keras import ops',
  ].join('\n')

const ruleClass = `class Rule:
    """An update rule written out, one tensor at a time; used as Keras's own optimizers are.

    \`slots\` names its state, a number per weight, and what it starts from: a number or a
    hyper-parameter. \`update\` says what becomes of weights w with gradient g at step t, from 1.
    """

    slots = {}

    def __init__(self, **hyper):
        self.hyper = hyper
        self.learning_rate = hyper.get("lr")
        self.t = 0
        self.state = None

    def build(self, variables):
        starts = {
            name: self.hyper[start] if isinstance(start, str) else start
            for name, start in self.slots.items()
        }
        self.state = [
            {name: ops.full(v.shape, start, dtype=v.dtype) for name, start in starts.items()}
            for v in variables
        ]

    def now(self):
        """The hyper-parameters, with the rate as it is."""
        return {**self.hyper, **({} if self.learning_rate is None else {"lr": self.learning_rate})}

    def apply(self, gradients, variables):
        if self.state is None:
            self.build(variables)
        self.t += 1
        for g, v, state in zip(gradients, variables, self.state):
            # A copy: a rule may change in place what it is given.
            w = ops.stop_gradient(ops.copy(v))
            w, slots = self.update(w, g, t=self.t, **state, **self.now())
            v.assign(w)
            state.update(slots)

    @property
    def variables(self):
        return [each for state in self.state for each in state.values()]`

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

function runText(looksAhead: boolean): string {
  const moved = looksAhead
    ? `        here = None
        if hasattr(optimizer, "ahead"):  # a rule that wants its gradient measured elsewhere
            if optimizer.state is None:
                optimizer.build(variables)
            here = [ops.stop_gradient(ops.copy(v)) for v in variables]
            for v, w, state in zip(variables, here, optimizer.state):
                v.assign(optimizer.ahead(w, **state, **optimizer.now()))
        batch_loss, gradients = loss_and_gradients(model, x[batch], y[batch])
        if here:
            for v, w in zip(variables, here):
                v.assign(w)`
    : '        batch_loss, gradients = loss_and_gradients(model, x[batch], y[batch])'
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
    early, points = EarlyStop(), []

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
        if is_point(step):
            moved = norm(*(ops.convert_to_numpy(v) - b for v, b in zip(variables, before)))
            length = norm(*before)
            values = {
                "batchLoss": float(ops.convert_to_numpy(batch_loss)),
                "gradientNorm": gradient_norm,
                "updateNorm": moved,
                "updateRatio": moved / length if length else math.inf if moved else math.nan,
                "rate": math.nan if rate is None else rate,
            }
            for name, part in parts.items():
                if any(metric.startswith(name) for metric in METRICS):
                    for key, value in evaluate(model, *part).items():
                        values[name + key] = value
            points.append((step, values))
            ended = ended or early.judge(values)
        if ended or step == STEPS:
            return step, ended or "budget", points`
}
