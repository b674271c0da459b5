/** What happens to a run while it runs, in words. */
export const raceEventsEn = {
  diverged: 'Diverged in step {step}',
  target: 'Reached its target in step {step}',
  patience: 'Stopped getting better: ended in step {step}',
  goesOn: 'It goes on all the same.',
  rate: 'Learning rate changed to {rate} behind step {step}',
  first: {
    loss: 'The batch loss was the first number that was not finite.',
    gradient: 'The first number that was not finite was in the gradient: component {index}.',
    slot: 'The first number that was not finite was in the optimizer’s state: {slot}, component {index}.',
    parameter: 'The first number that was not finite was a parameter: number {index}.',
  },
  before: {
    start: 'The parameters’ norm at the start was {parameters}.',
    plain:
      'One step before, the norm of the parameters was {parameters} and of the gradient {gradient}.',
    rate: 'One step before, the norm of the parameters was {parameters} and of the gradient {gradient}, at a learning rate of {rate}.',
  },
  cause: {
    rateTooHigh:
      'Likely cause: a learning rate of {rate} is too high here. The parameters had grown to a norm of {parameters}, each step overshooting more than the last. Try a third of it, or a warm-up.',
    runaway:
      'Likely cause: the steps grew out of bounds; the parameters had reached a norm of {parameters}. Try the rule’s default settings, or clip the gradient.',
    cliff:
      'Likely cause: one steep place. All was of ordinary size until this step’s gradient was not. Clip the gradient, or lower the rate.',
    cliffClipped:
      'Likely cause: one steep place, steeper than clipping can mend: what is not finite cannot be scaled down. Lower the rate.',
    zeroGuard:
      'Likely cause: {key} is 0, and where a gradient is exactly 0 the rule then divides 0 by 0. Give {key} a small value.',
    decayTooStrong:
      'Likely cause: weight decay takes {share} of each parameter per step; beyond 200 % it makes them grow. Lower the decay or the rate.',
    start:
      'Likely cause: the first step already met numbers too large. Scale the features, or start from smaller weights (their norm was {parameters}).',
  },
} as const
