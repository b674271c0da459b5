"""The few functions of `keras.ops` that exported scripts call, on PyTorch. See the package."""

import torch

import keras


def plain(x):
    """A variable's own tensor."""
    return getattr(x, "value", x)


def convert_to_tensor(x, dtype=None):
    if isinstance(x, (int, float)) and dtype is None:
        dtype = keras.config.floatx()
    return torch.as_tensor(plain(x), dtype=None if dtype is None else getattr(torch, dtype))


def convert_to_numpy(x):
    return convert_to_tensor(x).detach().numpy()


def copy(x):
    return convert_to_tensor(x).clone()


def stop_gradient(x):
    return convert_to_tensor(x).detach()


def full(shape, fill_value, dtype=None):
    return torch.full(shape, fill_value, dtype=getattr(torch, dtype or keras.config.floatx()))


def sqrt(x):
    return torch.sqrt(plain(x))


def square(x):
    return plain(x) ** 2


def subtract(a, b):
    return plain(a) - plain(b)


def maximum(a, b):
    return torch.maximum(plain(a), plain(b))


def sign(x):
    return torch.sign(plain(x))


def clip(x, x_min, x_max):
    return torch.clamp(plain(x), x_min, x_max)


def where(condition, x1, x2):
    return torch.where(condition, x1, x2)


def mean(x, axis=None):
    return plain(x).mean() if axis is None else plain(x).mean(dim=axis)
