/** A sentence for every error that the page can meet: what happened, and what to do. */
export const errorsEn = {
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
} as const
