import { lines, many, type Case } from './case.ts'

/** Columns that blanks align. */
export const aligned: readonly Case[] = [
  [
    'housing: fixed columns, blanks before the first',
    lines(' 0.00632  18.00   2.310  0', ' 0.02731   0.00   7.070  0', '12.04820   0.00  18.100  1'),
    {
      delimiter: ' ',
      header: false,
      rows: 3,
      columns: many(4, (n) => `column${n + 1}:number`),
      first: [0.00632, 18, 2.31, 0],
    },
  ],
  [
    'cars: a name in quotes after a tab, a gap written "?"',
    lines(
      '18.0   8   307.0      130.0      3504.\t"chevrolet chevelle malibu"',
      '25.0   4   98.00      ?          2046.\t"ford pinto"',
      '9.0    8   304.0      193.0      4732.\t"hi 1200d"',
    ),
    {
      ...{ delimiter: ' ', header: false, rows: 3 },
      columns: [
        'column1:number',
        'column2:number',
        'column3:number',
        'column4:number',
        'column5:number',
        'column6:text',
      ],
      last: [9, 8, 304, 193, 4732, 'hi 1200d'],
    },
  ],
  [
    'seeds: tabs, some doubled',
    lines(
      ...many(
        12,
        (n) =>
          `15.${n}\t14.8${n % 4 === 0 ? '\t\t' : '\t'}0.87\t5.7${n}${n % 5 === 0 ? '\t\t' : '\t'}1`,
      ),
    ),
    { delimiter: ' ', header: false, rows: 12, columns: many(5, (n) => `column${n + 1}:number`) },
  ],
  [
    'Fortran: exponents by D, a title, names',
    lines(
      '  RESULTS OF THE RUN',
      '',
      '   X           Y',
      '  1.5000D+03   0.7181',
      ' -2.2500D-01   0.3058',
    ),
    {
      delimiter: ' ',
      header: true,
      rows: 2,
      columns: ['X:number', 'Y:number'],
      last: [-0.225, 0.3058],
    },
  ],
  [
    'an instrument: remarks above and between, names in the last of them',
    lines('# Device 7', '# t   U', '0.0   1.5', '0.1   1.6', '# range changed to 2', '0.2   1.7'),
    { delimiter: ' ', header: true, rows: 3, columns: ['t:number', 'U:number'], rejected: 0 },
  ],
  [
    'names of several words, and units, two blanks apart',
    lines(
      'Time (s)  Voltage (V)  Note',
      '0.0       1.5          ok',
      '0.1       1.6          ok',
      '0.2       1.7          low',
    ),
    {
      delimiter: ' ',
      rows: 3,
      columns: ['Time (s):number', 'Voltage (V):number', 'Note:category'],
    },
  ],
  [
    'values of several words, two blanks apart',
    lines(
      'City           Pop  Area',
      'New York        8   783.8',
      'Los Angeles     4  1214.9',
      'San Jose        1   461.5',
      'Ulm             0   118.7',
    ),
    { rows: 4, columns: ['City:text', 'Pop:number', 'Area:number'], first: ['New York', 8, 783.8] },
  ],
  [
    'a decimal comma in columns of blanks',
    lines('x       y    art', '1,5    2,25    a', '10,5  -3,25    b', '0,5    4,75    a'),
    {
      delimiter: ' ',
      rows: 3,
      columns: ['x:number', 'y:number', 'art:category'],
      last: [0.5, 4.75, 'a'],
    },
  ],
  [
    'a table of R, one name short, with a gap',
    lines('"width" "kind"', '"1" 0.5 "red one"', '"2" NA "blue"', '"3" 1.5 "red one"'),
    { delimiter: ' ', rows: 3, columns: ['column1:number', 'width:number', 'kind:category'] },
  ],
  [
    'blanks at the ends of some lines, and a blank line between',
    lines('A B', '1 2', '', '3 4  ', '5   6'),
    { delimiter: ' ', rows: 3, columns: ['A:number', 'B:number'], last: [5, 6] },
  ],
  [
    'percent signs before remarks',
    lines('% exported 2024', '%', '0.1 2', '0.2 3', '0.3 4'),
    { delimiter: ' ', header: false, rows: 3, columns: ['column1:number', 'column2:number'] },
  ],
  [
    'a report of a database, with rules below the names',
    lines('name       points', '---------- ------', 'Ada             5', 'Emmy            7'),
    { delimiter: ' ', rows: 2, columns: ['name:category', 'points:number'], rejected: 0 },
  ],
  [
    'a weather office: title, units of a few columns, notes behind numbers',
    lines(
      'Oxford',
      'Estimated data is marked with a * after the value.',
      '  yyyy  mm   tmax    af    rain',
      '             degC    days    mm',
      ...many(
        8,
        (n) =>
          `  1990  ${n + 1}   ${n}.5${n === 2 ? '*' : ''}    ${n}   ${n === 3 ? '---' : `${n}.25`}`,
      ),
    ),
    {
      ...{ header: true, rows: 8, rejected: 0 },
      columns: ['yyyy:number', 'mm:number', 'tmax:number', 'af:number', 'rain:number'],
      last: [1990, 8, 7.5, 7, 7.25],
    },
  ],
  [
    'Grace: lines of "@" above',
    lines('# made by gmx', '@    title "Energies"', '@TYPE xy', '  0.0  -1.5', '  0.1  -1.25'),
    { header: false, rows: 2, columns: ['column1:number', 'column2:number'], rejected: 0 },
  ],
  [
    'years, months of two digits, and values',
    lines('1749 01  96.7', '1749 02 104.3', '1749 03 116.7'),
    {
      header: false,
      rows: 3,
      columns: many(3, (n) => `column${n + 1}:number`),
      first: [1749, 1, 96.7],
    },
  ],
  ...[
    ['no-break spaces', '\u00a0', '\u00a0'],
    ['no-break spaces and blanks', '\u00a0', ' '],
    ['blanks and figure spaces', ' ', '\u2007'],
  ].map(([what, odd, even]): Case => [
    `aligned by ${what}`,
    lines('id   x      k', '1    0.25   red', '10   1.75   blue', '100  12.5   red')
      .replaceAll('  ', `${odd}${even}`)
      .replaceAll(' ', odd!),
    {
      ...{ delimiter: ' ', header: true, rows: 3, rejected: 0 },
      columns: ['id:number', 'x:number', 'k:category'],
      last: [100, 12.5, 'red'],
    },
  ]),
  [
    'a no-break space between values, and no other blank',
    lines('id x', '1 0.25', '2 1.75').replaceAll(' ', '\u00a0'),
    { delimiter: ' ', rows: 2, columns: ['id:number', 'x:number'], last: [2, 1.75] },
  ],
  [
    'no-break spaces in numbers are groups of digits',
    lines('id x', '1 1\u00a0234', '2 12\u00a0345', '3 1\u00a0234'),
    { delimiter: ' ', rows: 3, columns: ['id:number', 'x:number'], last: [3, 1234] },
  ],
]
