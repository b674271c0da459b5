/** What happened inside a lane, over time. */
export const stripsEn = {
  title: 'Inside over time',
  open: 'Inside',
  about:
    'Gradient, step taken, effective rate and slots over time, of the selected lane and one to compare',
  label: 'Strips of gradient, step taken, effective rate and slots over the steps.',
  weight: 'Weight',
  median: 'median over weights',
  compare: 'Compare with',
  alone: 'alone',
  over: 'with {name}',
  gradient: 'gradient',
  step: 'step taken',
  rate: 'effective rate',
  rates: 'Effective rate, step {first} to {last}:',
  reading: '{name} at step {step}: {values}.',
  trend: {
    sinks: '{name} {from} → {to}, sinks',
    holds: '{name} {from} → {to}, holds',
    rises: '{name} {from} → {to}, rises',
  },
  trendHint:
    'From the first step looked into to the last. It sinks or rises where the median of its last quarter is a fifth below, or a quarter above, that of its second.',
  pending: 'The strips appear with the first steps of a run.',
  missing: 'This race did not record what happened inside.',
  next: 'This race did not record what happened inside; the next one will.',
  record: 'Record it in the next race',
} as const

/** The Iris experiment with batches of every size. */
export const batchesEn = {
  all: 'All three',
  hint: 'Runs the experiment with batches of 1, 24 and 120, one beside the other; each is kept as a run',
  view: 'Batches',
  pane: 'Batches of {n}',
  title: 'Iris experiment, batch {n}',
  changed: 'The settings have changed since these ran: “All three” runs them again.',
} as const
