import type { Framework } from '../../../../shared/optimizers/index.ts'

/**
 * The functions that a rule's lines call besides Python's own, on tensors; and those of schedules, on
 * numbers. Each may call others of the list.
 */
const helpers: Readonly<Record<string, Readonly<Record<Framework, string>>>> = {
  tensor: {
    pytorch: `def tensor(x):
    """A number as a tensor; a tensor as it is."""
    return x if torch.is_tensor(x) else torch.tensor(x, dtype=torch.float64)`,
    keras: `def tensor(x):
    """A number as a tensor; a tensor as it is."""
    return ops.convert_to_tensor(x, dtype=keras.config.floatx()) if is_number(x) else x`,
  },
  is_number: {
    pytorch: '',
    keras: `def is_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)`,
  },
  full: {
    pytorch: `def full(like, value):
    """A tensor filled with one number."""
    return torch.zeros_like(like) + value`,
    keras: `def full(like, value):
    """A tensor filled with one number."""
    return ops.zeros_like(like) + value`,
  },
  sqrt: {
    pytorch: `def sqrt(x):
    return torch.sqrt(tensor(x))`,
    keras: `def sqrt(x):
    return ops.sqrt(tensor(x))`,
  },
  exp: {
    pytorch: `def exp(x):
    return torch.exp(tensor(x))`,
    keras: `def exp(x):
    return ops.exp(tensor(x))`,
  },
  log: {
    pytorch: `def log(x):
    return torch.log(tensor(x))`,
    keras: `def log(x):
    return ops.log(tensor(x))`,
  },
  sign: {
    pytorch: `def sign(x):
    x = tensor(x)
    return torch.where(x == x, torch.sign(x), x)  # NaN stays NaN`,
    keras: `def sign(x):
    x = tensor(x)
    return ops.where(x == x, ops.sign(x), x)  # NaN stays NaN`,
  },
  float32: {
    pytorch: `def float32(x):
    x = tensor(x)
    return x.to(torch.float32).to(x.dtype)`,
    keras: `def float32(x):
    x = tensor(x)
    return ops.cast(ops.cast(x, "float32"), x.dtype)`,
  },
  clip: {
    pytorch: `def clip(x, low, high):
    return minimum(maximum(x, low), high)`,
    keras: `def clip(x, low, high):
    return minimum(maximum(x, low), high)`,
  },
  minimum: {
    pytorch: `def minimum(*values):
    return functools.reduce(torch.minimum, map(tensor, values))`,
    keras: `def minimum(*values):
    return functools.reduce(ops.minimum, map(tensor, values))`,
  },
  maximum: {
    pytorch: `def maximum(*values):
    return functools.reduce(torch.maximum, map(tensor, values))`,
    keras: `def maximum(*values):
    return functools.reduce(ops.maximum, map(tensor, values))`,
  },
  where: {
    pytorch: `def where(condition, yes, no):
    yes, no = tensor(yes), tensor(no)
    kind = torch.result_type(yes, no)
    return torch.where(torch.as_tensor(condition), yes.to(kind), no.to(kind))`,
    keras: `def where(condition, yes, no):
    return ops.where(condition, tensor(yes), tensor(no))`,
  },
  both: {
    pytorch: `def both(a, b):
    return torch.logical_and(torch.as_tensor(a), torch.as_tensor(b))`,
    keras: `def both(a, b):
    return ops.logical_and(a, b)`,
  },
  either: {
    pytorch: `def either(a, b):
    return torch.logical_or(torch.as_tensor(a), torch.as_tensor(b))`,
    keras: `def either(a, b):
    return ops.logical_or(a, b)`,
  },
  negate: {
    pytorch: `def negate(a):
    return torch.logical_not(torch.as_tensor(a))`,
    keras: `def negate(a):
    return ops.logical_not(a)`,
  },
  norm_of: {
    pytorch: `def norm_of(x):
    return torch.sqrt((x * x).sum())`,
    keras: `def norm_of(x):
    return ops.sqrt(ops.sum(x * x))`,
  },
  sum_of: {
    pytorch: `def sum_of(x):
    return x.sum()`,
    keras: `def sum_of(x):
    return ops.sum(x)`,
  },
  mean_of: {
    pytorch: `def mean_of(x):
    return x.sum() / x.numel()`,
    keras: `def mean_of(x):
    return ops.sum(x) / math.prod(x.shape)`,
  },
  ...Object.fromEntries(
    ['norm', 'sum', 'mean'].map((name) => {
      const text = `def all_${name}(x):
    """Over all tensors of the model, by whoever runs their updates."""
    return "${name}", x`
      return [`all_${name}`, { pytorch: text, keras: text }]
    }),
  ),
  rows: {
    pytorch: `def rows(x):
    return x.shape[0]`,
    keras: `def rows(x):
    return x.shape[0]`,
  },
  columns: {
    pytorch: `def columns(x):
    return x.shape[1]`,
    keras: `def columns(x):
    return x.shape[1]`,
  },
  row_mean: {
    pytorch: `def row_mean(x):
    """The mean of each row, at every element of it."""
    return torch.zeros_like(x) + x.mean(dim=1, keepdim=True)`,
    keras: `def row_mean(x):
    """The mean of each row, at every element of it."""
    return ops.zeros_like(x) + ops.mean(x, axis=1, keepdims=True)`,
  },
  column_mean: {
    pytorch: `def column_mean(x):
    """The mean of each column, at every element of it."""
    return torch.zeros_like(x) + x.mean(dim=0, keepdim=True)`,
    keras: `def column_mean(x):
    """The mean of each column, at every element of it."""
    return ops.zeros_like(x) + ops.mean(x, axis=0, keepdims=True)`,
  },
  outer: {
    pytorch: 'outer = torch.outer',
    keras: 'outer = ops.outer',
  },
  inverse_root: {
    pytorch: `def inverse_root(m, p):
    """m to the power of -1/p; an eigenvalue that rounding hides counts as the least that it does not."""
    if not torch.isfinite(m).all():
        return m * math.nan
    values, vectors = torch.linalg.eigh(m)
    least = len(m) * torch.finfo(m.dtype).eps * values.max()
    return vectors * torch.maximum(values, least) ** (-1 / p) @ vectors.T`,
    keras: `def inverse_root(m, p):
    """m to the power of -1/p; an eigenvalue that rounding hides counts as the least that it does not."""
    if not np.isfinite(ops.convert_to_numpy(m)).all():
        return m * math.nan
    values, vectors = ops.linalg.eigh(m)
    least = m.shape[0] * np.finfo(keras.config.floatx()).eps * ops.max(values)
    return vectors * ops.maximum(values, least) ** (-1 / p) @ ops.transpose(vectors)`,
  },
  transpose: {
    pytorch: '',
    keras: `def transpose(x):
    return ops.transpose(x)`,
  },
  floor: { pytorch: 'floor = math.floor', keras: 'floor = math.floor' },
  cos: { pytorch: 'cos = math.cos', keras: 'cos = math.cos' },
  pi: { pytorch: 'pi = math.pi', keras: 'pi = math.pi' },
}

/** @returns the functions that some code calls, with those that they call, and no others */
export function helperTexts(framework: Framework, code: string): string {
  const calls = (text: string, name: string): boolean =>
    new RegExp(name === 'pi' ? '\\bpi\\b' : `(?<![.\\w])${name}\\b(?=[(,])`).test(text)
  const used = new Set<string>()
  const use = (text: string): void => {
    for (const [name, { [framework]: own }] of Object.entries(helpers)) {
      if (own === '' || used.has(name) || !calls(text, name)) continue
      used.add(name)
      use(own.replace(/^def \w+\(.*$/m, ''))
    }
  }
  use(code)
  const texts = Object.entries(helpers)
    .filter(([name]) => used.has(name))
    .map(([, each]) => each[framework])
  const lines = texts.filter((text) => !text.startsWith('def'))
  const functions = texts.filter((text) => text.startsWith('def'))
  return [...(lines.length > 0 ? [lines.join('\n')] : []), ...functions].join('\n\n\n')
}
