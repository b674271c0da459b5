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


def zeros_like(x):
    return torch.zeros_like(plain(x))


def cast(x, dtype):
    # Keras says its types by name, or as its tensors have them.
    return plain(x).to(getattr(torch, dtype) if isinstance(dtype, str) else dtype)


def sqrt(x):
    return torch.sqrt(plain(x))


def exp(x):
    return torch.exp(plain(x))


def log(x):
    return torch.log(plain(x))


def square(x):
    return plain(x) ** 2


def subtract(a, b):
    return plain(a) - plain(b)


def maximum(a, b):
    return torch.maximum(plain(a), plain(b))


def minimum(a, b):
    return torch.minimum(plain(a), plain(b))


def sign(x):
    return torch.sign(plain(x))


def where(condition, x1, x2):
    return torch.where(torch.as_tensor(condition), x1, x2)


def logical_and(a, b):
    return torch.logical_and(torch.as_tensor(a), torch.as_tensor(b))


def logical_or(a, b):
    return torch.logical_or(torch.as_tensor(a), torch.as_tensor(b))


def logical_not(a):
    return torch.logical_not(torch.as_tensor(a))


def sum(x, axis=None):
    return plain(x).sum() if axis is None else plain(x).sum(dim=axis)


def mean(x, axis=None, keepdims=False):
    return plain(x).mean() if axis is None else plain(x).mean(dim=axis, keepdim=keepdims)


def transpose(x):
    return plain(x).T


def max(x):
    return plain(x).max()


def outer(a, b):
    return torch.outer(plain(a), plain(b))


def eye(n, dtype=None):
    return torch.eye(n, dtype=getattr(torch, dtype or keras.config.floatx()))


class linalg:
    @staticmethod
    def eigh(x):
        return torch.linalg.eigh(plain(x))
