/** What a first start says before all other texts are loaded. `{name}` is filled in by `say`. */
export const firstEn = {
  title: 'Four optimizers, one ravine',
  about: 'All four start at the ring. Drag it, and see who gets to the cross.',
  start: 'Where they start: drag it, or move it with the arrow keys',
  learn: 'Learn',
  learnAbout: 'Predict, then see why: lessons of some minutes',
  iris: 'The tutorial’s Iris experiment',
  irisAbout: 'Trains at one click; every number can be looked into',
  data: 'My own data',
  dataAbout: 'Drop a table, choose what to predict, race on it',
  at: '{x}, {y}',
  plane: 'Level lines of {surface}, with a cross at its minimum and a ring at the start.',
  startsAt: 'It starts at ({x}, {y}).',
  walk: '{name} walks from ({x}, {y}) to ({toX}, {toY}).',
}

/** What a first start says, in any language. */
export type FirstWords = Readonly<Record<keyof typeof firstEn, string>>
