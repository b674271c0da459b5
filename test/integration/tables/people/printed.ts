import { lines, many, type Case } from './case.ts'

const colours = ['red', 'green', 'blue']
const three = ['id:number', 'name:category', 'x:number']
const frame = [
  '+----+--------+------+',
  '| id | name   | x    |',
  '+----+--------+------+',
  '|  1 | Ada L. |  1.5 |',
  '|  2 |        | NULL |',
  '|  3 | Carl   | -2.5 |',
  '+----+--------+------+',
]
const box = [
  '┌───────┬─────────┬────────┐',
  '│  id   │  name   │   x    │',
  '│ int32 │ varchar │ double │',
  '├───────┼─────────┼────────┤',
  '│     1 │ Ada     │    1.5 │',
  '│     2 │ NULL    │    2.5 │',
  '│     9 │ Carl    │   -2.5 │',
  '└───────┴─────────┴────────┘',
]

/** Tables as programs print them for people. */
export const printed: readonly Case[] = [
  ...[',', ';', '\t', '|', '~'].map((mark): Case => [
    `sqlcmd: a row of dashes, and ${JSON.stringify(mark)} between`,
    lines(
      ['id', 'name', 'x'].join(mark),
      ['--', '----------', '---------'].join(mark),
      ...many(12, (n) => [n + 1, colours[n % 3], n / 4].join(mark)),
      '',
      '(12 rows affected)',
    ),
    { delimiter: mark, header: true, rows: 12, columns: three, first: [1, 'red', 0], rejected: 0 },
  ]),
  [
    'sqlcmd: columns under dashes, with empty values and such of several words',
    lines(
      "Changed database context to 'lab'.",
      'id          full name      x       ',
      '----------- -------------- --------',
      '          1 Ada Lovelace       1.50',
      '          2                    2.50',
      '          3 Carl               NULL',
      '          4 Ada Lovelace          ',
      '',
      '(4 rows affected)',
    ),
    {
      ...{ delimiter: ' ', header: true, rows: 4, rejected: 0 },
      columns: ['id:number', 'full name:category', 'x:number'],
      first: [1, 'Ada Lovelace', 1.5],
      last: [4, 'Ada Lovelace', null],
    },
  ],
  [
    'sqlcmd: a row of missing values below the names is one',
    lines('colour,name,x', '--,--,--', 'red,a,1', 'blue,b,2', 'red,a,3'),
    { header: true, rows: 4, columns: ['colour:category', 'name:category', 'x:number'] },
  ],
  [
    'rows of missing values further down, whatever is between',
    lines('a|b|c', '1|2|3', '-|-|-', '--|--|--', '4|5|6'),
    { delimiter: '|', rows: 4, columns: ['a:number', 'b:number', 'c:number'], first: [1, 2, 3] },
  ],
  [
    'rows of missing values in columns of blanks',
    lines('a b', '1 2', '- -', '-- --', '3 4'),
    { delimiter: ' ', rows: 4, columns: ['a:number', 'b:number'], first: [1, 2], last: [3, 4] },
  ],
  [
    'SQL*Plus: names again on each page',
    lines(
      ...['        ID NAME             X', '---------- -------- ---------'],
      ...['         1 Ada            1.5', '         2 Ada            2.5', ''],
      ...['        ID NAME             X', '---------- -------- ---------'],
      ...['         3 Ada L.        -2.5', '         4 Ada L.        -2.5', '', '4 rows selected.'],
    ),
    {
      ...{ header: true, rows: 4, rejected: 0 },
      columns: ['ID:number', 'NAME:category', 'X:number'],
      last: [4, 'Ada L.', -2.5],
    },
  ],
  [
    'DB2: a count of records below',
    lines(
      ...['ID          NAME     X', '----------- -------- ---------'],
      ...['          1 Ada L.         1.5', '          2 -              2.5'],
      ...['          3 Carl          -2.5', '', '  3 record(s) selected.'],
    ),
    {
      ...{ rows: 3, rejected: 0, columns: ['ID:number', 'NAME:category', 'X:number'] },
      last: [3, 'Carl', -2.5],
    },
  ],
  [
    'SQLite: columns, one name of a letter',
    lines('a  b', '-  -', '1  2', '3  4'),
    { header: true, rows: 2, columns: ['a:number', 'b:number'], first: [1, 2] },
  ],
  [
    'PowerShell: dashes no longer than the names',
    lines(
      '',
      'Id Name     X',
      '-- ----     -',
      ' 1 Ada    1.5',
      ' 2 Emmy   2.5',
      ' 3 Ada   -2.5',
      '',
    ),
    { rows: 3, columns: ['Id:number', 'Name:category', 'X:number'], last: [3, 'Ada', -2.5] },
  ],
  [
    'psql: a bar in a value, a title, a time',
    lines(
      ...['       Title of it', ' id |  name   |  x   ', '----+---------+------'],
      ...['  1 | Ada L.  |  1.5 ', '  2 |         |      ', '  3 | a|b     | -2.5 '],
      ...['  4 | Ada L.  |    4 ', '(4 rows)', '', 'Time: 1.234 ms'],
    ),
    {
      ...{ delimiter: '|', header: true, rows: 3, columns: three, rejected: 1 },
      last: [4, 'Ada L.', 4],
    },
  ],
  [
    'psql: one column, with an empty value',
    lines('  x  ', '-----', ' 1.5', ' 2.5', '', ' 4.5', '(4 rows)', ''),
    { header: true, rows: 4, columns: ['x:number'], last: [4.5], rejected: 0 },
  ],
  [
    'MySQL: a frame',
    lines(...frame, '3 rows in set, 1 warning (0.00 sec)'),
    { delimiter: '|', rows: 3, columns: three, last: [3, 'Carl', -2.5], rejected: 0 },
  ],
  [
    'DuckDB: a box with types',
    lines(...box),
    { delimiter: '│', rows: 3, columns: three, first: [1, 'Ada', 1.5], rejected: 0 },
  ],
  [
    'Polars: other bars inside',
    lines(
      ...['shape: (3, 3)', '┌─────┬──────┬──────┐', '│ id  ┆ name ┆ x    │'],
      ...['│ --- ┆ ---  ┆ ---  │', '│ i64 ┆ str  ┆ f64  │', '╞═════╪══════╪══════╡'],
      ...['│ 1   ┆ Ada  ┆ 1.5  │', '│ 2   ┆ null ┆ 2.5  │', '│ 3   ┆ Ada  ┆ -2.5 │'],
      '└─────┴──────┴──────┘',
    ),
    { rows: 3, columns: three, first: [1, 'Ada', 1.5], last: [3, 'Ada', -2.5], rejected: 0 },
  ],
  [
    'Markdown: a bar in a value, and few dashes',
    lines('| id | name | x |', '|-|-|-|', '| 1 | a\\|b | 1.5 |', '| 2 | b | |', '| 3 | b | -2.5 |'),
    { rows: 2, columns: three, first: [2, 'b', null], last: [3, 'b', -2.5], rejected: 1 },
  ],
  [
    'reStructuredText: equals signs above and below',
    lines('===  ======', 'A    A or B', '===  ======', '1    two', '2    two b', '===  ======'),
    { rows: 2, columns: ['A:number', 'A or B:category'], last: [2, 'two b'], rejected: 0 },
  ],
  [
    'R: row names of several words, and numbers a blank apart',
    lines(
      '                   mpg cyl  disp',
      'Mazda RX4         21.0   6 160.0',
      'Mazda RX4 Wag     21.0   6 160.0',
      'Datsun 710        22.8   4 108.0',
      'Hornet 4 Drive    21.4   6 258.0',
    ),
    {
      ...{ delimiter: ' ', header: true, rows: 4, rejected: 0 },
      columns: ['column1:text', 'mpg:number', 'cyl:number', 'disp:number'],
      first: ['Mazda RX4', 21, 6, 160],
    },
  ],
  [
    'R: rows that are numbered',
    lines('    x   y', '1 1.5 2.5', '2 2.5 3.5', '3 3.5 4.5'),
    { header: true, rows: 3, columns: ['column1:number', 'x:number', 'y:number'], rejected: 0 },
  ],
  [
    'a tibble: types below the names',
    lines(
      ...['# A tibble: 3 × 3', '     id name     x', '  <dbl> <chr> <dbl>'],
      ...['1     1 Ada     1.5', '2     2 NA     NA', '3     3 Ada    -2.5'],
    ),
    { rows: 3, columns: ['column1:number', ...three], last: [3, 3, 'Ada', -2.5], rejected: 0 },
  ],
  [
    'pandas: values of several words',
    lines(
      '   id      name    x',
      '0   1  Ada Love  1.5',
      '1   2       NaN  NaN',
      '2   3      Carl -2.5',
      '3   4      Carl -2.5',
    ),
    {
      ...{ header: true, rows: 4, columns: ['column1:number', ...three], rejected: 0 },
      first: [0, 1, 'Ada Love', 1.5],
    },
  ],
  [
    'pandas: the index has a name',
    lines('       x  name', 'key           ', '1    1.5   Ada', '2    NaN   Ada', '3   -2.5  Carl'),
    { rows: 3, columns: ['key:number', 'x:number', 'name:category'], last: [3, -2.5, 'Carl'] },
  ],
]

/** Those of which no rows can be made, with the reason. */
export const notRows: readonly (readonly [what: string, text: string, reason: string])[] = [
  [
    'psql, one value a line',
    lines('-[ RECORD 1 ]--', 'id   | 1', 'x    | 1.5', '-[ RECORD 2 ]--', 'id   | 2', 'x    | 2.5'),
    'printed-blocks',
  ],
  [
    'MySQL, one value a line',
    lines(`${'*'.repeat(27)} 1. row ${'*'.repeat(27)}`, '  id: 1', 'name: Ada', '   x: 1.5'),
    'printed-blocks',
  ],
  [
    'SQLite, one value a line',
    lines('   id = 1', ' name = Ada', '', '   id = 2', ' name = Emmy'),
    'printed-blocks',
  ],
  [
    'psql, values over several lines',
    lines(' id |  name   ', '----+---------', '  1 | Ada    +', '    | L.      ', '  2 | Emmy    '),
    'printed-blocks',
  ],
  [
    'R, columns in two blocks',
    lines(
      ...['  Sepal.Length Sepal.Width', '1          5.1         3.5', '2          4.9         3.0'],
      ...['  Petal.Length Species', '1          1.4  setosa', '2          1.4  setosa'],
    ),
    'printed-blocks',
  ],
  [
    'pandas, columns in two blocks',
    lines(
      '    id  name  \\',
      '0    1   Ada   ',
      '1    2   NaN   ',
      '',
      '     x  ',
      '0  1.5  ',
      '1  NaN  ',
    ),
    'printed-blocks',
  ],
  [
    'pandas, without the middle',
    lines(
      ...['      id  name    x', '0      1   Ada  1.5', '..   ...   ...  ...'],
      ...['99   100  Carl -2.5', '', '[100 rows x 3 columns]'],
    ),
    'printed-part',
  ],
  [
    'pandas, without some columns',
    lines('   a  ...    x', '0  1  ...  1.5', '1  2  ...  2.5', '2  3  ... -2.5'),
    'printed-part',
  ],
  [
    'a tibble, without the end',
    lines(
      '# A tibble: 150 × 2',
      '     id     x',
      '  <dbl> <dbl>',
      '1     1   1.5',
      '# ℹ 149 more rows',
    ),
    'printed-part',
  ],
  [
    'R, without the end',
    lines('    x', '1 1.5', ' [ reached \'max\' / getOption("max.print") -- omitted 97 rows ]'),
    'printed-part',
  ],
  [
    'DuckDB, without the middle',
    lines(...box.slice(0, 5), '│   ·   │ ·       │    ·   │', ...box.slice(-2)),
    'printed-part',
  ],
  ['Spark, without the end', lines(...frame, 'only showing top 3 rows'), 'printed-part'],
  [
    'Stata',
    lines(
      ...['     +------------------+', '     | make       price |', '     |------------------|'],
      ...['  1. | AMC Pacer  4,749 |', '     +------------------+'],
    ),
    'other-format',
  ],
  [
    'Julia',
    lines(
      ' Row │ id     x       ',
      '     │ Int64  Float64 ',
      '─────┼────────────────',
      '   1 │     1      1.5',
    ),
    'other-format',
  ],
  ['LaTeX', lines('\\begin{tabular}{lr}', '1 & 1.5 \\\\', '2 & 2.5 \\\\'), 'other-format'],
]
