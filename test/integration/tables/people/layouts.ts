import { lines, many, type Case } from './case.ts'

/** What stands around the rows. */
export const layouts: readonly Case[] = [
  [
    'sep= before a table of semicolons, with a mark and in UTF-16',
    Buffer.from(`\ufeff${['sep=;', 'a;b', '1,5;x', '2,5;y', '3,5;x'].join('\r\n')}\r\n`, 'utf16le'),
    {
      delimiter: ';',
      encoding: 'utf-16le',
      rows: 3,
      columns: ['a:number', 'b:category'],
      rejected: 0,
    },
  ],
  [
    'sep= with a tab, quoted',
    lines('"sep=\t"', 'a\tb', '1\tx', '2\ty', '3\tx'),
    { delimiter: '\t', rows: 3, columns: ['a:number', 'b:category'], rejected: 0 },
  ],
  [
    'sep= of a rare mark',
    lines('Sep=!', 'a!b', '1!x', '2!y', '3!x'),
    { delimiter: '!', rows: 3, columns: ['a:number', 'b:category'], rejected: 0 },
  ],
  [
    'rows of delimiters between and below',
    lines('a,b,c', '1,2,x', ',,', '3,4,y', '5,6,x', ',,', ',,', ' , ,'),
    { rows: 3, columns: ['a:number', 'b:number', 'c:category'], last: [5, 6, 'x'], rejected: 0 },
  ],
  [
    'rows of delimiters far below, and columns of nothing',
    lines('a;b;;', ...many(3000, (n) => `${n},5;${n % 3};;`), ...many(40, () => ';;;')),
    { delimiter: ';', rows: 3000, columns: ['a:number', 'b:number'], rejected: 0 },
  ],
  [
    'a title with the cells of a sheet beside it',
    lines('Sales 2024,,', ',,', 'region,units,price', 'n,6,0.5', 's,7,1.5', 'n,8,2.5'),
    {
      rows: 3,
      header: true,
      columns: ['region:category', 'units:number', 'price:number'],
      rejected: 0,
    },
  ],
  [
    'a title that has as many commas as the table',
    lines('Sales, North, 2024', 'region,units,price', 'n,6,0.5', 's,7,1.5', 'n,8,2.5'),
    { rows: 3, columns: ['region:category', 'units:number', 'price:number'], rejected: 0 },
  ],
  [
    'a row of units',
    lines('t;v;load;kind', 's;m/s;kN;-', '0,0;7,5;27,25;a', '0,1;7,25;20,5;b', '0,2;1,5;47,75;a'),
    {
      rows: 3,
      columns: ['t:number [s]', 'v:number [m/s]', 'load:number [kN]', 'kind:category'],
      rejected: 0,
    },
  ],
  [
    'a row of units in brackets',
    lines('t,T', '[s],[°C]', '0,20.5', '1,21.5'),
    { rows: 2, columns: ['t:number [s]', 'T:number [°C]'], rejected: 0 },
  ],
  [
    'an instrument’s settings above, as wide as the table',
    lines('Device;X-5', 'Rate;100', 'Operator;Ada', '', 't;U', ...many(8, (n) => `0,${n};1,${n}5`)),
    { delimiter: ';', rows: 8, columns: ['t:number', 'U:number'], rejected: 0 },
  ],
  [
    'a broken first row, which is no row of names',
    lines('name,points', 'Ada,absent', ...many(30, (n) => `n${n},${n}`)),
    { rows: 30, columns: ['name:text', 'points:number'], rejected: 1 },
  ],
  [
    'a total below',
    lines('region,units', ...many(6, (n) => `s${n},${n}`), '', 'Total,15'),
    { rows: 7, columns: ['region:text', 'units:number'], rejected: 0 },
  ],
  [
    'Markdown',
    lines(
      '| name | points |',
      '|:-----|-------:|',
      '| Ada  | 5.5 |',
      '| Emmy | 7.25 |',
      '| Ada | 1 |',
    ),
    { delimiter: '|', rows: 3, columns: ['name:category', 'points:number'], rejected: 0 },
  ],
  [
    'what psql prints',
    lines(
      ' name | points ',
      '------+--------',
      ' Ada  |    5.5',
      ' Emmy |   7.25',
      ' Ada  |      1',
      '(3 rows)',
      '',
    ),
    { delimiter: '|', rows: 3, columns: ['name:category', 'points:number'], rejected: 0 },
  ],
  [
    'what mysql prints',
    lines(
      '+------+--------+',
      '| name | points |',
      '+------+--------+',
      '| Ada  |    5.5 |',
      '| Emmy |   NULL |',
      '| Ada  |   1.25 |',
      '+------+--------+',
      '3 rows in set (0.00 sec)',
    ),
    {
      delimiter: '|',
      rows: 3,
      columns: ['name:category', 'points:number'],
      last: ['Ada', 1.25],
      rejected: 0,
    },
  ],
  [
    'what DuckDB prints',
    lines(
      '┌─────────┬────────┐',
      '│  name   │   x    │',
      '│ varchar │ double │',
      '├─────────┼────────┤',
      '│ Ada     │    1.5 │',
      '│ Emmy    │    2.5 │',
      '└─────────┴────────┘',
    ),
    { delimiter: '│', rows: 2, columns: ['name:category', 'x:number'], rejected: 0 },
  ],
  [
    'pipes on both sides without names',
    lines('|1|2.5|a|', '|2|3.5|b|', '|3|4.5|a|'),
    {
      delimiter: '|',
      header: false,
      rows: 3,
      columns: ['column1:number', 'column2:number', 'column3:category'],
    },
  ],
  [
    'remarks between rows, some as wide as they',
    lines('x,y', '# first', '1,2', '# then, later', '3,4', '# last', '5,6', '7,8'),
    { rows: 4, columns: ['x:number', 'y:number'], rejected: 0 },
  ],
  [
    'colours, which begin as remarks do',
    lines('colour,y', '#8A3F2C,1', '#1279DB,2', '#5788D0,3'),
    { rows: 3, columns: ['colour:text', 'y:number'], rejected: 0 },
  ],
  [
    'zeros where a program reserved room',
    Buffer.concat([Buffer.from(lines('x,y', '1,2', '3,4', '5,6')), Buffer.alloc(5000)]),
    { rows: 3, columns: ['x:number', 'y:number'], rejected: 0 },
  ],
  [
    'zeros where a line begins, after the power failed',
    Buffer.concat([
      Buffer.from(lines('x,y', '1,2')),
      Buffer.alloc(64),
      Buffer.from(lines('3,4', '5,6', ...many(400, () => '7,8'))),
    ]),
    { rows: 403, columns: ['x:number', 'y:number'], rejected: 0 },
  ],
  [
    'zeros behind UTF-16',
    Buffer.concat([
      Buffer.from(lines('größe,y', '1,2', '3,4', '5,6'), 'utf16le'),
      Buffer.alloc(600),
    ]),
    { encoding: 'utf-16le', rows: 3, columns: ['größe:number', 'y:number'], rejected: 0 },
  ],
  [
    'titles of several cells in a sheet’s rows',
    lines('Report,,', 'Created by,Ada,', ',,', 'x,y,k', ...many(6, (n) => `${n},${n}.5,a${n % 2}`)),
    { rows: 6, header: true, columns: ['x:number', 'y:number', 'k:category'], rejected: 0 },
  ],
  [
    'rows of a bank below the names that tell of the columns',
    lines(
      '"";USD;FLAGS',
      '"";Kurs;',
      'Einheit;USD;',
      'Stand;heute;',
      ...many(20, (n) => `2023-01-${n + 10};1,${n}5;`),
    ),
    {
      rows: 20,
      header: true,
      columns: ['column1:date', 'USD:number', 'FLAGS:number'],
      rejected: 0,
    },
  ],
  [
    'a survey’s questions below its names',
    lines(
      'Q1,Q2,Q3',
      'How old?,Sex,Rate',
      '{id1},{id2},{id3}',
      ...many(8, (n) => `${20 + n},${n % 2 ? 'm' : 'f'},${n}`),
    ),
    { rows: 8, header: true, columns: ['Q1:number', 'Q2:category', 'Q3:number'], rejected: 0 },
  ],
  [
    'a column named "#"',
    lines('#,Name,HP', '1,Bulbasaur,45', '2,Ivysaur,60', '3,Venusaur,80'),
    { rows: 3, header: true, columns: ['#:number', 'Name:text', 'HP:number'] },
  ],
  [
    'days and hours over numbers',
    lines('store,2024-01-01,10:00,1/22/20', 'a,1,2,3', 'b,4,5,6', 'c,7,8,9'),
    {
      rows: 3,
      header: true,
      columns: ['store:text', '2024-01-01:number', '10:00:number', '1/22/20:number'],
    },
  ],
  [
    'remarks with quotation marks that close nowhere',
    lines('a,b', '1,2', '# it is "odd', '3,4', '5,6', '7,8'),
    { rows: 4, columns: ['a:number', 'b:number'], rejected: 0 },
  ],
  [
    'rows that somebody took out by "#", as wide as the others',
    lines('a,b', '1,2', '#3,4', '5,6', '7,8'),
    { rows: 3, columns: ['a:number', 'b:number'], rejected: 0 },
  ],
  [
    'ids, words and errors of spreadsheets that begin as remarks do',
    lines('id,tag,v', '#1,#x,1', '#2,y,2', '#3,#z,3', '#4,y,4'),
    { rows: 4, columns: ['id:text', 'tag:category', 'v:number'], rejected: 0 },
  ],
  [
    'errors of spreadsheets in the first column',
    lines('a,b', '1,2', '#DIV/0!,4', '5,6', '7,8', '#N/A,3'),
    { rows: 5, columns: ['a:number', 'b:number'], rejected: 0 },
  ],
  [
    'the same, before a delimiter that few use',
    lines('1^a', '#DIV/0!^b', '5^c', '#NV^d', '#N/A N/A^e', '6^f', ...many(20, (n) => `${n}^g`)),
    { rows: 26, columns: ['column1:number', 'column2:category'], rejected: 0 },
  ],
  [
    'a few words of "#" among others in the first column',
    lines('tag,n', ...many(10, (n) => `${n % 5 === 4 ? '#' : ''}w${n},${n}`)),
    { rows: 10, columns: ['tag:text', 'n:number'], rejected: 0 },
  ],
  [
    'gaps, percentages and signs in the first column, as wide as the others',
    lines('a;b', ...many(10, (n) => `${n % 5 === 4 ? '--' : n};%${n}`)),
    { rows: 10, columns: ['a:number', 'b:number [%]'], rejected: 0 },
  ],
  [
    'remarks of two dashes, of another width',
    lines('a,b', ...many(10, (n) => (n % 5 === 4 ? '-- cut here --' : `${n},${n}.5`))),
    { rows: 8, columns: ['a:number', 'b:number'], rejected: 0 },
  ],
  [
    'what a server’s command line prints',
    lines(
      'x           y',
      '----------- ------',
      '          1    2.5',
      '          3    4.5',
      '',
      '(2 rows affected)',
    ),
    { rows: 2, columns: ['x:number', 'y:number'], rejected: 0 },
  ],
  [
    'the end of a file as CP/M marked it',
    lines('x,y', '1,2', '3,4', '5,6') + '\x1a',
    { rows: 3, columns: ['x:number', 'y:number'], rejected: 0 },
  ],
  ...['#', '//', '%', '--', '!'].map((mark): Case => [
    `a remark of ${mark} before every row`,
    lines('a,b', ...many(6, (n) => `${mark} measured at ${n}\n${n},${n}.5`)),
    { rows: 6, columns: ['a:number', 'b:number'], first: [0, 0.5], rejected: 0 },
  ]),
  [
    'two remarks before every row, as wide as it is',
    lines('a,b,k', ...many(6, (n) => `# at noon, by hand, ok\n# by Ada\n${n},${n}.5,x`)),
    { rows: 6, columns: ['a:number', 'b:number', 'k:category'], rejected: 0 },
  ],
  [
    'a remark before every row of one column, which has a gap',
    lines('a', '# first', '1.5', '# second', '', '# third', '2.5'),
    { header: true, rows: 3, columns: ['a:number'], first: [1.5], last: [2.5], rejected: 0 },
  ],
  [
    'half of the words in the first column begin as remarks do',
    lines('tag,n', ...many(10, (n) => `${n % 2 ? '#' : ''}w${n % 3},${n}`)),
    { rows: 10, columns: ['tag:category', 'n:number'], rejected: 0 },
  ],
]
