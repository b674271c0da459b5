"""A stand-in for Keras 3, for the tests of exported scripts. This is not Keras.

Keras is no package of Debian's, so the tests cannot have it. What stands here is the little that an
exported script uses, on PyTorch, as Keras documents it: its backend says "torch". The formulas of its
optimizers are held by a test to the golden numbers, which Keras itself computed.
"""

import math

import numpy as np
import torch

from . import ops

_floatx = "float32"
_policy = "float32"


class config:
    @staticmethod
    def set_floatx(name):
        global _floatx
        _floatx = name

    @staticmethod
    def floatx():
        return _floatx

    @staticmethod
    def set_dtype_policy(name):
        # A policy of its own, as in Keras: `set_floatx` alone leaves layers in float32.
        global _policy
        _policy = name


class backend:
    @staticmethod
    def backend():
        return "torch"


class Variable:
    def __init__(self, value, trainable=True):
        self.value = value.clone().requires_grad_(trainable)

    shape = property(lambda self: tuple(self.value.shape))
    dtype = property(lambda self: str(self.value.dtype).removeprefix("torch."))

    def assign(self, value):
        with torch.no_grad():
            value = torch.as_tensor(ops.plain(value), dtype=self.value.dtype)
            if value.shape != self.value.shape:
                raise ValueError(f"a {tuple(value.shape)} for a variable of {self.shape}")
            self.value.copy_(value)

    def __mul__(self, other):
        return self.value * other

    __rmul__ = __mul__


def Input(shape):
    return shape


class layers:
    class Dense:
        def __init__(self, units, activation=None):
            self.units = units
            self.activation = {
                None: lambda x: x,
                "sigmoid": torch.sigmoid,
                "tanh": torch.tanh,
                "relu": torch.relu,
            }[activation]

        def build(self, inputs):
            kind = getattr(torch, _policy)
            self.kernel = Variable(torch.empty(inputs, self.units, dtype=kind))
            self.bias = Variable(torch.zeros(self.units, dtype=kind))

        def __call__(self, x):
            return self.activation(x @ self.kernel.value + self.bias.value)


class Sequential:
    def __init__(self, parts):
        (inputs,), *self.layers = parts
        for layer in self.layers:
            layer.build(inputs)
            inputs = layer.units
        self.weights = [v for layer in self.layers for v in (layer.kernel, layer.bias)]
        self.trainable_variables = self.weights

    def set_weights(self, weights):
        for v, each in zip(self.weights, weights):
            v.assign(each)

    def __call__(self, x):
        x = torch.as_tensor(x, dtype=getattr(torch, _policy))
        for layer in self.layers:
            x = layer(x)
        return x


class losses:
    @staticmethod
    def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False):
        if not from_logits:
            raise NotImplementedError("the stand-in knows scores only")
        y_true = torch.as_tensor(y_true, dtype=torch.long)
        return torch.nn.functional.cross_entropy(y_pred, y_true, reduction="none")


class Optimizer:
    """What all of them have: a learning rate to set, `apply`, and `variables`."""

    slots = ()

    def __init__(self, learning_rate, **hyper):
        self.learning_rate = learning_rate
        self.__dict__.update(hyper)
        self.iterations = 0
        self.state = None

    def apply(self, gradients, variables):
        if self.state is None:
            self.state = [
                {name: torch.full_like(v.value, self.start(name)).detach() for name in self.slots}
                for v in variables
            ]
        self.iterations += 1
        self.before()
        for g, v, state in zip(gradients, variables, self.state):
            w = v.value.detach()
            v.assign(w + self.change(w, torch.as_tensor(ops.plain(g)), state))

    def start(self, slot):
        return 0.0

    def before(self):
        pass

    @property
    def variables(self):
        slots = [each for state in self.state or [] for each in state.values()]
        return [torch.tensor(self.iterations), torch.tensor(self.learning_rate), *slots]


class optimizers:
    class SGD(Optimizer):
        slots = ("v",)

        def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False):
            super().__init__(learning_rate, momentum=momentum, nesterov=nesterov)

        def change(self, w, g, s):
            pull = self.learning_rate * g
            if self.momentum == 0:
                return -pull
            s["v"] = self.momentum * s["v"] - pull
            return self.momentum * s["v"] - pull if self.nesterov else s["v"]

    class Adagrad(Optimizer):
        slots = ("s",)

        def __init__(self, learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7):
            super().__init__(learning_rate, initial=initial_accumulator_value, epsilon=epsilon)

        def start(self, slot):
            return self.initial

        def change(self, w, g, s):
            s["s"] = s["s"] + g * g
            return -self.learning_rate * g / torch.sqrt(s["s"] + self.epsilon)

    class Adadelta(Optimizer):
        slots = ("s", "d")

        def __init__(self, learning_rate=0.001, rho=0.95, epsilon=1e-7):
            super().__init__(learning_rate, rho=rho, epsilon=epsilon)

        def change(self, w, g, s):
            s["s"] = self.rho * s["s"] + (1 - self.rho) * g * g
            u = torch.sqrt(s["d"] + self.epsilon) / torch.sqrt(s["s"] + self.epsilon) * g
            s["d"] = self.rho * s["d"] + (1 - self.rho) * u * u
            return -self.learning_rate * u

    class RMSprop(Optimizer):
        slots = ("s", "a", "b")

        def __init__(
            self, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False
        ):
            super().__init__(
                learning_rate, rho=rho, momentum=momentum, epsilon=epsilon, centered=centered
            )

        def change(self, w, g, s):
            s["s"] = self.rho * s["s"] + (1 - self.rho) * g * g
            spread = s["s"]
            if self.centered:
                s["a"] = self.rho * s["a"] + (1 - self.rho) * g
                spread = spread - s["a"] ** 2
            s["b"] = self.momentum * s["b"] + self.learning_rate * g / torch.sqrt(
                spread + self.epsilon
            )
            return -s["b"]

    class Adam(Optimizer):
        slots = ("m", "s", "c")

        def __init__(
            self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False
        ):
            super().__init__(
                learning_rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon, amsgrad=amsgrad
            )

        def change(self, w, g, s):
            t = self.iterations
            rate = self.learning_rate * math.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
            s["m"] = self.beta_1 * s["m"] + (1 - self.beta_1) * g
            s["s"] = self.beta_2 * s["s"] + (1 - self.beta_2) * g * g
            s["c"] = torch.maximum(s["c"], s["s"]) if self.amsgrad else s["s"]
            return -rate * s["m"] / (torch.sqrt(s["c"]) + self.epsilon)

    class AdamW(Adam):
        def __init__(
            self, learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7
        ):
            Optimizer.__init__(
                self, learning_rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon, amsgrad=False
            )
            self.weight_decay = weight_decay

        def change(self, w, g, s):
            return super().change(w, g, s) - self.learning_rate * self.weight_decay * w

    class Adamax(Optimizer):
        slots = ("m", "u")

        def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
            super().__init__(learning_rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)

        def change(self, w, g, s):
            s["m"] = self.beta_1 * s["m"] + (1 - self.beta_1) * g
            s["u"] = torch.maximum(self.beta_2 * s["u"], g.abs())
            rate = self.learning_rate / (1 - self.beta_1**self.iterations)
            return -rate * s["m"] / (s["u"] + self.epsilon)

    class Nadam(Optimizer):
        slots = ("m", "s")

        def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
            super().__init__(learning_rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)
            self.product = 1.0

        def before(self):
            t = self.iterations
            self.now, self.next = (
                self.beta_1 * (1 - 0.5 * 0.96**step) for step in (t, t + 1)
            )
            self.product *= self.now

        def change(self, w, g, s):
            s["m"] = self.beta_1 * s["m"] + (1 - self.beta_1) * g
            s["s"] = self.beta_2 * s["s"] + (1 - self.beta_2) * g * g
            m = self.next * s["m"] / (1 - self.product * self.next)
            m = m + (1 - self.now) * g / (1 - self.product)
            root = torch.sqrt(s["s"] / (1 - self.beta_2**self.iterations))
            return -self.learning_rate * m / (root + self.epsilon)

    class Lion(Optimizer):
        slots = ("m",)

        def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.99):
            if not 0 < beta_1 <= 1:
                raise ValueError("beta_1 must lie in (0, 1]")
            super().__init__(learning_rate, beta_1=beta_1, beta_2=beta_2)

        def change(self, w, g, s):
            mixed = self.beta_1 * s["m"] + (1 - self.beta_1) * g
            s["m"] = self.beta_2 * s["m"] + (1 - self.beta_2) * g
            return -self.learning_rate * torch.sign(mixed)

    class Ftrl(Optimizer):
        slots = ("n", "z")

        def __init__(
            self,
            learning_rate=0.001,
            learning_rate_power=-0.5,
            initial_accumulator_value=0.1,
            l1_regularization_strength=0.0,
            l2_regularization_strength=0.0,
            beta=0.0,
        ):
            super().__init__(
                learning_rate,
                power=learning_rate_power,
                initial=initial_accumulator_value,
                l1=l1_regularization_strength,
                l2=l2_regularization_strength,
                beta=beta,
            )

        def start(self, slot):
            return self.initial if slot == "n" else 0.0

        def change(self, w, g, s):
            total = s["n"] + g * g
            grown = total**-self.power - s["n"] ** -self.power
            s["z"] = s["z"] + g - grown / self.learning_rate * w
            s["n"] = total
            ridge = 2 * (self.l2 + self.beta / (2 * self.learning_rate))
            steep = total**-self.power / self.learning_rate + ridge
            return (torch.clamp(s["z"], -self.l1, self.l1) - s["z"]) / steep - w


__all__ = ["Input", "Sequential", "Variable", "backend", "config", "layers", "losses", "np"]
