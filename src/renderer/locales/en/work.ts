/** The queue of work, and the question at a second start. */
export const workEn = {
  label: 'Work under way',
  sweep: 'Sweep of {name}',
  tournament: 'Tournament',
  here: 'something is under way here',
  pause: 'Pause {name}',
  goOn: 'Go on with {name}',
  stop: 'Stop {name}; it can go on later',
  drop: 'Take {name} off the list',
  phase: {
    waiting: 'waits for its turn',
    running: 'running',
    paused: 'paused',
    stopped: 'stopped',
    failed: 'failed',
    finished: 'done',
  },
  left: {
    seconds: '{n} second left | {n} seconds left',
    minutes: '{n} minute left | {n} minutes left',
    hours: '{hours} hours left',
  },
  question: {
    label: 'When to start',
    text: '“{name}” is running. Start this:',
    beside: 'Beside it',
    after: 'After it',
    instead: 'Instead of it',
    hint: {
      beside: 'Both run at once; each takes longer',
      after: 'Starts by itself when all work before it is done',
      instead: 'Stops what runs; it is kept and can go on later',
    },
  },
} as const
