/** Texts of the Race stage. */
export const raceEn = {
  keys: {
    back: 'Look one recorded point back',
    forward: 'Look one recorded point on; when paused at the last point, train one further',
    last: 'Look at the last point, and follow the race',
    reset: 'Stop, or clear the results',
    seed: 'New first seed',
    lane: 'Select a lane',
    add: 'Add a lane',
  },
} as const
