/* Every chart that can leave the page: what makes its picture, and the data behind it. */

// Iris
export { irisCurves } from './iris-curves.ts'
export { weightsChart } from './weights.ts'
export { accuracyChart } from './accuracy.ts'
// Iris, Race and Surface
export { stripsChart } from './strips.ts'
// Iris and Race
export { confusionChart } from './confusion.ts'
// Race
export { raceCurves } from './race-curves.ts'
export { standingsChart } from './standings.ts'
export { boundaryChart } from './boundary.ts'
export { pathsChart } from './paths.ts'
export { sensitivityChart } from './sensitivity.ts'
// Tournament
export { tournamentCurves, tournamentMatrix, tournamentRanks } from './tournament.ts'
// Surface
export { contoursChart } from './contours.ts'
export { reliefChart } from './relief.ts'
export { basinsChart } from './basins.ts'
export { basinGridChart } from './basin-grid.ts'
export { valuesChart } from './values.ts'
// Runs
export { runCurves } from './run-curves.ts'
// Learn
export { lessonChart } from './lesson.ts'
// Optimizers
export { responseChart } from './response.ts'
export { rulePathChart } from './rule-path.ts'
// Conventions
export { conventionsChart } from './conventions.ts'
// Data
export { columnChart } from './column.ts'
export { scatterChart } from './scatter.ts'
