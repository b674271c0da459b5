import { speech } from '#shared/words/index.ts'
import { metricWords } from '#shared/metrics/index.ts'
import { clusterEn } from './cluster.ts'
import { dataEn } from './data.ts'
import { exportEn } from './export.ts'
import { learnEn } from './learn.ts'
import { raceEn } from './race.ts'
import { racePanelsEn } from './race-panels.ts'
import { rulesEn } from './rules.ts'
import { runsEn } from './runs.ts'
import { batchesEn, stripsEn } from './strips.ts'
import { surfaceEn } from './surface.ts'
import { sweepEn } from './sweep.ts'
import { tournamentEn } from './tournament.ts'
import { workEn } from './work.ts'

/**
 * Every text of the page. `{name}` is filled in by the caller and checked by the compiler; `a | b`
 * is singular and plural, chosen by `n`.
 */
export const en = {
  app: {
    name: 'Descent Lab',
    navigation: 'Stages',
  },
  present: {
    title: 'Presentation',
    light: 'Put in the light',
    lightHint: 'In the light; press again for all',
    leave: 'Leave the presentation',
  },
  rail: {
    learn: 'Learn',
    iris: 'Iris',
    race: 'Race',
    surface: 'Surface',
    optimizers: 'Optimizers',
    data: 'Data',
    runs: 'Runs',
    settings: 'Settings',
    present: 'Present',
    help: 'Keys',
  },
  common: {
    cancel: 'Cancel',
    undo: 'Undo',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    details: 'Details',
    retry: 'Try again',
    none: '–',
  },
  place: {
    label: 'What can be done here',
    copyValue: 'Copy {value}',
    copyReadings: 'Copy the values at this point',
    export: 'Export this chart…',
  },
  boundary: {
    title: 'The {stage} stage stopped',
    about:
      'The program made a mistake while showing it. The other stages work, and what is running goes on.',
    undo: 'Undo the last change',
    defaults: 'Back to defaults',
    kept: 'Undo goes back to how this stage was before the last change. Defaults are what it opened with the first time. Runs, tables and files stay either way.',
    nothing:
      'Nothing has been changed since this stage was opened. Defaults are what it opened with the first time; runs, tables and files stay.',
  },
  unit: {
    stepsPerSecond: '{n} step/s | {n} steps/s',
  },
  iris: {
    title: 'Iris experiment',
  },
  control: {
    transport: 'Run controls',
    run: 'Run',
    runAgain: 'Run again',
    starting: 'Starting',
    pause: 'Pause',
    resume: 'Resume',
    advance: 'One point further',
    stop: 'Stop',
    reset: 'Clear the chart',
    goOn: 'Go on',
    goOnEpochs: 'more epochs',
    speed: 'Speed',
    speedHint: 'Slows the run down so that it can be watched; never changes a number',
    fastest: 'full speed',
    fixFirst: 'To run, first correct “{what}”.',
    tickFirst: 'To run, tick at least one optimizer.',
    spent: 'Every run has ended early, so that none can go on. Change a setting and run again.',
    goOnHint: 'Goes on from its last checkpoint to the end of its budget, to the same numbers',
    waiting: 'Waits',
  },
  form: {
    settings: 'Experiment',
    model: 'Model',
    softmax: 'Softmax regression',
    network: '4-6-3 network',
    batch: 'Batch',
    epochs: 'Epochs',
    seed: 'Seed',
    newSeed: 'New seed',
    notNumber: 'Enter a number.',
    notWhole: 'Enter a whole number.',
    atLeast: 'At least {minimum}.',
    above: 'Must be above {minimum}.',
    atMost: 'At most {maximum}.',
    below: 'Must be below {maximum}.',
    changed: 'The settings have changed since this run: Run applies them.',
    networkNote:
      'The tutorial trains this one by SGD alone, at η = 0.2. Start weights here: σ = 0.5 (softmax regression: 0.01).',
  },
  lanes: {
    title: 'Optimizers',
    resetAll: 'Tutorial’s values',
    reset: '{name}: back to the tutorial’s values',
    include: '{name}: take part in the next run',
    select: '{name}: show its rule',
    tutorial: 'the tutorial has {value}',
    diverged: 'diverged at step {step}',
  },
  metric: {
    label: 'Metric',
    ...metricWords('en'),
  },
  axis: {
    trainLoss: 'loss on {rows} training flowers (nats)',
    validationLoss: 'loss on {rows} held-out flowers (nats)',
    trainAccuracy: 'training flowers named rightly (%)',
    validationAccuracy: 'held-out flowers named rightly (%)',
    batchLoss: 'loss on the batch, before its step (nats)',
    samples: 'samples seen',
    epoch: 'epoch {n}',
  },
  chart: {
    label: 'Chart: {metric} against samples seen',
    scale: 'Vertical axis',
    linear: 'Linear',
    log: 'Log',
    view: 'View',
    curves: 'Curves',
    table: 'Table',
    band: '5–95 % of 200 seeds',
    bandHidden: 'No 200-seed band: {reason}.',
    bandMetric: 'it holds training losses',
    bandModel: 'it was made with softmax regression',
    bandBatch: 'it was made with batches of 24',
    bandHyper: 'it was made with other hyper-parameters for {name}',
    bandOptimizer: 'none was made for {name}',
    window: 'Tutorial’s window',
    windowHint:
      'The vertical axis from 0.9 to 1.1, as in the tutorial’s picture; arrows mark where a curve leaves it',
    leavesBelow: '{name} leaves below at step {step}',
    leavesAbove: '{name} leaves above at step {step}',
    points: 'Values recorded every 48 samples',
    step: 'Step',
    samples: 'Samples',
    empty:
      'One click trains all ticked optimizers on the same flowers, from the same start weights, in the same order. The shaded bands show where 200 earlier seeds fell.',
    emptyPlain:
      'One click trains all ticked optimizers on the same flowers, from the same start weights, in the same order.',
    at: 'step {step} · {samples} samples',
  },
  scrub: {
    label: 'Recorded point',
    value: 'Step {step}, {samples} samples',
    first: 'First point',
    back: 'One point back',
    forward: 'One point on',
    last: 'Last point',
    of: 'step {step} of {steps}',
  },
  state: {
    starting: 'Starting the trainer…',
    running: 'Running',
    paused: 'Paused at step {step}.',
    stopped: 'Stopped at {of}.',
    failed: 'Failed at {of}.',
    waiting: 'Waits for the work before it, and starts by itself.',
    reconnecting:
      'The connection to the laboratory is lost. The page keeps trying; the race goes on there.',
  },
  result: {
    final: 'After {samples} samples: {values}.',
    value: '{name} {value}',
    inside: 'All training losses end inside the 200-seed band.',
    insideOnly: 'Training loss inside the 200-seed band: {inside}.',
    insideSome: 'Training loss inside the 200-seed band: {inside}; outside: {outside}.',
    outside: 'Training loss outside the 200-seed band: {outside}; one seed in ten ends there.',
    pending: 'No point is recorded yet.',
  },
  rule: {
    title: 'Rule',
    formula: 'Formula',
    code: 'Code',
    why: 'Why it moves so',
    numbers: 'in numbers, at step {step}',
    pending: 'Numbers appear with the first recorded point.',
    weight: 'Weight: {name}',
    bias: 'bias of {to}',
    link: '{from} → {to}',
    parameter: 'the chosen weight',
    gradient: 'its gradient on the batch',
  },
  weights: {
    title: 'Weights',
    label: 'Weights of {name} at step {step}',
    hint: 'Choose a weight to see its numbers in the rule.',
    bias: 'bias',
    hidden: 'h{index}',
    output: 'output',
    layer: 'Layer {index}',
    cell: '{from} to {to}: {value}',
    empty: 'Appear with the first recorded point.',
  },
  accuracy: {
    title: 'Accuracy',
    train: 'train',
    held: 'held out',
    lane: 'Optimizer',
  },
  confusion: {
    label: 'Confusion matrix of {name} on the held-out flowers',
    axes: 'is ↓  named →',
    cell: '{count} × {actual} named {predicted}',
    note: 'The {rows} held-out flowers are drawn once and never trained on. The tutorial shuffles anew for each subset, so its subsets overlap.',
    right: '{right} of {rows} right',
  },
  flower: {
    setosa: 'setosa',
    versicolor: 'versicolor',
    virginica: 'virginica',
    sepalLength: 'sepal length',
    sepalWidth: 'sepal width',
    petalLength: 'petal length',
    petalWidth: 'petal width',
  },
  settings: {
    title: 'Settings',
    language: 'Language',
    system: 'System',
    english: 'English',
    chinese: '简体中文',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    projector: 'Projector',
    projectorHint: 'Everything 1.4 times as large',
    runs: 'Runs are kept in',
    show: 'Open this folder',
  },
  about: {
    title: 'About Descent Lab',
    what: 'A laboratory for optimizers: see how they work, and measure which one to use, on your own machine. It asks no server for anything.',
    licence: 'Descent Lab is free software under the MIT licence.',
    libraries:
      'The licences of the libraries in it stand in LICENSES.libraries.txt beside the installed program, and in node_modules where it runs from its source.',
    version: 'Version',
    tensorflow: 'TensorFlow',
    tensorflowLater: 'known after the first run',
    node: 'Node',
    electron: 'Electron',
    platform: 'Platform',
  },
  keys: {
    title: 'Keys',
    undo: 'Take back the last change',
    redo: 'Do again what was taken back',
    run: 'Run, pause, resume',
    back: 'One recorded point back',
    forward: 'One recorded point on; when paused at the last point, train one further',
    first: 'First point',
    last: 'Last point, and follow the run',
    reset: 'Stop, or clear the chart',
    seed: 'New seed',
    strips: 'Show or hide what happens inside, over time',
    lane: 'Select an optimizer',
    learnStage: 'Learn stage: lessons',
    irisStage: 'Iris stage',
    raceStage: 'Race stage',
    surfaceStage: 'Surface stage',
    optimizersStage: 'Optimizers: every rule, and your own',
    dataStage: 'Data stage',
    runsStage: 'Runs: every race that was run',
    theme: 'Light or dark',
    language: 'English or Chinese',
    conventions: 'The selected optimizer in other conventions',
    settings: 'Settings',
    present: 'Present: the picture fills the window; Esc leaves',
    export: 'Export the main chart',
    help: 'This list',
    space: 'Space',
  },
  race: raceEn,
  data: dataEn,
  racePanels: racePanelsEn,
  learn: learnEn,
  rules: rulesEn,
  runs: runsEn,
  surface: surfaceEn,
  sweep: sweepEn,
  cluster: clusterEn,
  batches: batchesEn,
  strips: stripsEn,
  tournament: tournamentEn,
  work: workEn,
  export: exportEn,
  raceTooLarge: {
    programs:
      'This race would take about {need} of memory, {share} of it for its processes alone, and {most} are the most here. Race on a machine with more memory.',
    data: 'This race would take about {need} of memory, {share} of it for the data, and {most} are the most here. Choose fewer columns or rows, or one split for all seeds.',
    weights:
      'This race would take about {need} of memory, {share} of it for parameters, gradients and slots, and {most} are the most here. Take fewer or smaller hidden layers, fewer lanes or fewer seeds.',
    batch:
      'This race would take about {need} of memory, {share} of it for the values of the layers, and {most} are the most here. Take a smaller batch, fewer or smaller hidden layers, fewer lanes or fewer seeds.',
    states:
      'This race would take about {need} of memory, {share} of it for recorded states, and {most} are the most here. Record no states or paths, or take smaller hidden layers, fewer lanes or fewer seeds.',
  },
  notSaved: {
    full: 'The file could not be saved: there is no room left on the disk. Make room or choose another disk, then save again; nothing half-written is left.',
    refused:
      'The file could not be saved: nothing may be written there. Choose another folder, then save again; nothing half-written is left.',
    missing:
      'The file could not be saved: the folder is not there. Choose another, then save again.',
    exists:
      'The file was not saved: something of that name is there already, and was left as it is. Choose another name, then save again.',
    name: 'The file could not be saved under that name. Choose another, then save again.',
    clipboard:
      'The picture could not be copied. Click on the page and try again, or save it as a file.',
  },
  errors: {
    'bad-spec': 'The laboratory refused the experiment: {first}. Correct it and run again.',
    'race-too-large': 'This race would take more memory than it may. Make it smaller.',
    'bad-message':
      'Page and laboratory did not understand each other. Close the program, open it again, and run again.',
    'not-found': 'What was asked for is no longer there. Run again to make a new race.',
    'lab-busy': 'Other work is running. Stop it below, or wait for its end, and start again.',
    'wrong-phase': 'The race was already past that point. Its present state is shown.',
    'tensorflow-missing':
      'The native TensorFlow library cannot be loaded, so nothing can be trained. Run “npm run setup” in the project folder, then try again.',
    'trainer-died':
      'The trainer process ended unexpectedly at step {step}. All points up to there are kept, on the chart and in the run log. Try again: a fresh process takes its place.',
    'trainer-failed':
      'The trainer met an error at step {step} and gave up. The points up to there are kept. Try again; if it comes back, copy the details for a report.',
    'log-failed':
      'The run log could not be written, so the race was ended rather than lost. Free some disk space, or check that the runs folder may be written, then try again.',
    'run-busy':
      'Another window or program is working with this run or sweep. Wait until it is done or close it there, then try again.',
    'no-checkpoint':
      'This run cannot go on: there is no checkpoint that fits it. Open it as a form and race it anew.',
    'cannot-grow':
      'No seeds can be added to this race: an earlier version of the program recorded it, or seeds were added too often. Race anew with more seeds.',
    'rates-settled':
      'Only a part of this race is being trained; the other seeds are done. A rate changed now would hold for some seeds only: race anew.',
    'bad-bundle':
      'This is no run bundle that can be opened: {reason}. Export it once more where it came from.',
    'not-saved':
      'The file could not be saved. Make room or choose another folder, then save again; nothing half-written is left.',
    'bad-table':
      'The file cannot be read as a table. Choose how it is to be read, or another file, on the Data stage.',
    'table-changed':
      'The table’s file has changed since it was opened. Open it again on the Data stage.',
    'table-foreign':
      'This run names a file on this machine as its table but does not hold its hash: it may come from elsewhere and mean another file. Open the table yourself on the Data stage and race anew.',
    'table-missing':
      'The table’s file is no longer there. Put it back, or choose another table on the Data stage.',
    'file-too-large':
      'The file is larger than {limit}, the most this page can send. Run the program on the machine that has the file, or save it as Parquet, which is often smaller.',
    'file-not-taken':
      'The file could not be brought into the laboratory. Check that it is a file and no folder, that it still exists where you took it from and may be read, that the connection holds and that there is room on the disk, then try again.',
    'bad-file': '{path} cannot be used: {reason}. Choose another, or bring it back from a copy.',
    'cluster-refused':
      'Slurm did not take the work: {reason}. Change the options or the template, or ask who runs the cluster.',
    'shard-failed':
      'Shard {shard} was run {tries} times and never came to its end. See what its log says, in slurm/log of the folder, mend it, then go on.',
    disconnected:
      'The laboratory does not answer. Check that its program still runs, then try again.',
    internal:
      'The program made a mistake of its own. Try again; if it comes back, copy the details for a report.',
  },
  optimizers: {
    search: 'Search by name',
    none: 'No optimizer here is called “{text}”.',
    unknown: 'Unknown to this version',
    group: {
      firstOrder: 'First order',
      momentum: 'Momentum',
      adaptive: 'Adaptive',
      sign: 'Sign',
      layerWise: 'Layer-wise',
      parameterFree: 'Parameter-free',
      own: 'Own',
      matrix: 'Matrix',
    },
  },
  conventions: {
    title: 'In other conventions',
    none: 'It is written in this way only.',
    surface: 'Surface',
    values: {
      label: 'Numbers of the others',
      equal: 'Equal values',
      defaults: 'Each one’s defaults',
    },
    aboutEqual:
      'All have the numbers of the one looked at, also where they write them out: what differs is the formula.',
    aboutDefaults: 'Each has its own defaults, the learning rate included.',
    walk: 'A change at a time, from {from} to',
    against: 'Leads to',
    kind: { formula: 'formula', default: 'default', spelling: 'name only' },
    moves: '{share} of the way, at step {step}',
    unseen: 'nothing to be seen',
    oneDiverges: 'one of them diverges',
    together: 'Only together: one of these lines alone would make no sense.',
    whole: 'The formulas cannot be taken apart: this is all of it at once.',
    fixed: 'it cannot be chosen there',
    cause: 'What makes the curves part most is number {n}.',
    causeNone: 'None of these changes can be seen in the path.',
    alike: 'The same formula with the same numbers; at most, names differ.',
    ...speech.en.words.conventions,
    step: 'step',
    diverged: '{names}: diverged',
    end: '{name} ends at {value}.',
    gap: 'They are furthest apart at step {step}: by {share} of the way.',
    same: 'Here all of them take the same path.',
  },
} as const
