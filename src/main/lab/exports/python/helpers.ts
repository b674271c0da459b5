import type { Framework } from '#shared/optimizers/index.ts'

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
  full: both(`def full(like, value):
    """A tensor filled with one number."""
    return xp.zeros_like(like) + value`),
  ...each(
    ['sqrt', 'exp', 'log'],
    (name) => `def ${name}(x):
    return xp.${name}(tensor(x))`,
  ),
  sign: both(`def sign(x):
    x = tensor(x)
    return xp.where(x == x, xp.sign(x), x)  # NaN stays NaN`),
  float32: {
    pytorch: `def float32(x):
    x = tensor(x)
    return x.to(torch.float32).to(x.dtype)`,
    keras: `def float32(x):
    x = tensor(x)
    return ops.cast(ops.cast(x, "float32"), x.dtype)`,
  },
  clip: both(`def clip(x, low, high):
    return minimum(maximum(x, low), high)`),
  ...each(
    ['minimum', 'maximum'],
    (name) => `def ${name}(*values):
    return functools.reduce(xp.${name}, map(tensor, values))`,
  ),
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
  ...each(
    ['all_norm', 'all_sum', 'all_mean'],
    (name) => `def ${name}(x):
    """Over all tensors of the model, by whoever runs their updates."""
    return "${name.slice(4)}", x`,
  ),
  rows: both(`def rows(x):
    return x.shape[0]`),
  columns: both(`def columns(x):
    return x.shape[1]`),
  ...Object.fromEntries(
    (['row', 'column'] as const).map((line, at) => {
      const head = `def ${line}_mean(x):
    """The mean of each ${line}, at every element of it."""`
      const text = {
        pytorch: `${head}
    return torch.zeros_like(x) + x.mean(dim=${1 - at}, keepdim=True)`,
        keras: `${head}
    return ops.zeros_like(x) + ops.mean(x, axis=${1 - at}, keepdims=True)`,
      }
      return [`${line}_mean`, text]
    }),
  ),
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
  ...each(['floor', 'cos', 'pi'], (name) => `${name} = math.${name}`),
}

/** The same text for both, with `xp` standing for the framework's own functions. */
function both(text: string): Readonly<Record<Framework, string>> {
  return { pytorch: text.replaceAll('xp.', 'torch.'), keras: text.replaceAll('xp.', 'ops.') }
}

/** The same for functions that differ in their names alone. */
function each(
  names: readonly string[],
  text: (name: string) => string,
): Readonly<Record<string, Readonly<Record<Framework, string>>>> {
  return Object.fromEntries(names.map((name) => [name, both(text(name))]))
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
