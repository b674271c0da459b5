import type { Framework } from '../../../../shared/optimizers/index.ts'

/**
 * The functions of array code in each framework, for tensors and for plain numbers: what a rule's
 * lines may call besides Python's own.
 */
const helpers: Readonly<Record<string, Readonly<Record<Framework, string>>>> = {
  sqrt: {
    pytorch: `def sqrt(x):
    if torch.is_tensor(x):
        return torch.sqrt(x)
    return math.sqrt(x) if x >= 0 else math.nan`,
    keras: `def sqrt(x):
    if not isinstance(x, (int, float)):
        return ops.sqrt(x)
    return math.sqrt(x) if x >= 0 else math.nan`,
  },
  maximum: {
    pytorch: `def maximum(a, b):
    return torch.maximum(a, b) if torch.is_tensor(a) else max(a, b)`,
    keras: `def maximum(a, b):
    return max(a, b) if isinstance(a, (int, float)) else ops.maximum(a, b)`,
  },
  sign: {
    pytorch: `def sign(x):
    return torch.sign(x)`,
    keras: `def sign(x):
    return ops.sign(x)`,
  },
  clip: {
    pytorch: `def clip(x, low, high):
    return torch.clamp(x, low, high)`,
    keras: `def clip(x, low, high):
    return ops.clip(x, low, high)`,
  },
  where: {
    pytorch: `def where(condition, yes, no):
    if not torch.is_tensor(condition):
        return yes if condition else no
    number = torch.get_default_dtype()
    return torch.where(
        condition, torch.as_tensor(yes, dtype=number), torch.as_tensor(no, dtype=number)
    )`,
    keras: `def where(condition, yes, no):
    if isinstance(condition, bool):
        return yes if condition else no
    number = keras.config.floatx()
    yes, no = (ops.convert_to_tensor(each, dtype=number) for each in (yes, no))
    return ops.where(condition, yes, no)`,
  },
  floor: { pytorch: 'floor = math.floor', keras: 'floor = math.floor' },
  cos: { pytorch: 'cos = math.cos', keras: 'cos = math.cos' },
  pi: { pytorch: 'pi = math.pi', keras: 'pi = math.pi' },
}

/** @returns the functions that some code calls, and no others */
export function helperTexts(framework: Framework, code: string): string {
  const used = Object.entries(helpers).filter(([name]) =>
    new RegExp(name === 'pi' ? '\\bpi\\b' : `(?<![.\\w])${name}\\(`).test(code),
  )
  const lines = used.filter(([, texts]) => !texts[framework].startsWith('def'))
  const functions = used.filter(([, texts]) => texts[framework].startsWith('def'))
  return [
    ...(lines.length > 0 ? [lines.map(([, texts]) => texts[framework]).join('\n')] : []),
    ...functions.map(([, texts]) => texts[framework]),
  ].join('\n\n\n')
}
