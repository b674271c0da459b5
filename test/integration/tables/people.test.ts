import { describe, expect, it } from 'vitest'
import { encodeText } from '../../support/encode-text.ts'
import { cellsOf, namesOf, readContent, valuesOf } from './support.ts'

/** What a table must come out as; what is left out is free. */
interface Wanted {
  readonly delimiter?: string
  readonly header?: boolean
  readonly encoding?: string
  readonly rows: number
  /** "name:type" or "name:type [unit]". */
  readonly columns: readonly string[]
  /** The first row's values, and the last's. */
  readonly first?: readonly (number | string | null)[]
  readonly last?: readonly (number | string | null)[]
  readonly rejected?: number
}

type Case = readonly [what: string, text: string | Buffer, wanted: Wanted]

/** Lines with a final end. */
const lines = (...all: string[]): string => `${all.join('\n')}\n`
/** So many lines, made by their number from 0. */
const many = (rows: number, make: (row: number) => string): string[] =>
  Array.from({ length: rows }, (_, row) => make(row))
const utc = (...date: [number, number, number]): number =>
  Date.UTC(date[0], date[1] - 1, date[2]) / 1000

const delimiters: readonly Case[] = [
  [
    'a word column first, decimals with commas',
    lines('ort;wert', 'Bonn;1,5', 'Köln;2,25', 'Bonn;3,125'),
    { delimiter: ';', rows: 3, columns: ['ort:category', 'wert:number'], first: ['Bonn', 1.5] },
  ],
  [
    'a word column last, in tabs, without names',
    lines('1,5\t2,25\trot', '3,5\t4,75\tblau', '-0,5\t1,25\trot'),
    {
      ...{ delimiter: '\t', header: false, rows: 3 },
      columns: ['column1:number', 'column2:number', 'column3:category'],
      last: [-0.5, 1.25, 'rot'],
    },
  ],
  [
    'German amounts in pipes',
    lines('konto|soll', 'A|1.234,56', 'B|12.345.678,90', 'A|-7,00'),
    { delimiter: '|', rows: 3, columns: ['konto:category', 'soll:number'], last: ['A', -7] },
  ],
  [
    'Swiss amounts with semicolons',
    lines('art;CHF', "a;1'234.50", "b;12'345'678.00", 'a;0.05'),
    { delimiter: ';', rows: 3, columns: ['art:category', 'CHF:number'], last: ['a', 0.05] },
  ],
  [
    'Indian lakhs and crores, quoted',
    lines('state,amount', 'Goa,"12,34,567.50"', 'Kerala,"1,23,45,678"', 'Goa,"9,999"'),
    {
      delimiter: ',',
      rows: 3,
      columns: ['state:category', 'amount:number'],
      first: ['Goa', 1234567.5],
    },
  ],
  [
    'addresses with commas in a table of semicolons without names',
    lines(
      ...many(6, (n) => `Bahnhofstr. ${n}, ${n % 2 === 0 ? 'Ulm' : 'Bonn, Nord'};${n};7,${n}5`),
    ),
    {
      ...{ delimiter: ';', header: false, rows: 6 },
      columns: ['column1:text', 'column2:number', 'column3:number'],
    },
  ],
  [
    'sentences with semicolons, quoted, in a table of commas',
    lines('id,note,y', '1,"good; but slow",0.5', '2,"bad; and slow; too",1.5', '3,"fine",2.5'),
    { delimiter: ',', rows: 3, columns: ['id:number', 'note:text', 'y:number'] },
  ],
  [
    'lists in a column',
    lines('id,tags,y', '1,a;b;c,2', '2,b;c;d,3', '3,a;c;d,4'),
    { delimiter: ',', rows: 3, columns: ['id:number', 'tags:text', 'y:number'] },
  ],
  [
    'two columns of percentages in semicolons, two rows',
    lines('jahr;anteil;quote', '2020;8,5 %;12,25 %', '2021;9,75 %;13,5 %'),
    { delimiter: ';', rows: 2, columns: ['jahr:number', 'anteil:number [%]', 'quote:number [%]'] },
  ],
  [
    'a single column of decimals with commas',
    lines('wert', '7,39', '12,5', '-3,25'),
    { header: true, rows: 3, columns: ['wert:number'], first: [7.39] },
  ],
  [
    'a single column of dates with times',
    lines('2024-01-01 10:30', '2024-01-02 11:30', '2024-01-03 12:30'),
    { header: false, rows: 3, columns: ['column1:date'] },
  ],
  [
    'times of day between semicolons',
    lines('Zeit;Wert', '10:30:00;1,5', '10:31:00;2,5', '10:32:00;1,25'),
    { delimiter: ';', rows: 3, columns: ['Zeit:text', 'Wert:number'] },
  ],
  [
    'ratings with two colons',
    lines('1::122::5::838985046', '1::185::4::838983525', '2::231::3::868246262'),
    { delimiter: '::', header: false, rows: 3, columns: many(4, (n) => `column${n + 1}:number`) },
  ],
  [
    'passwords of a system, in colons',
    lines('root:x:0:0:/root', 'daemon:x:1:1:/usr/sbin', 'bin:x:2:2:/bin', 'sys:x:3:3:/dev'),
    {
      delimiter: ':',
      header: false,
      rows: 4,
      columns: [
        'column1:text',
        'column2:category',
        'column3:number',
        'column4:number',
        'column5:text',
      ],
    },
  ],
  [
    'every value quoted, decimals with commas, between commas',
    lines('"a","b"', '"1,5","x"', '"2,25","y"', '"3,5","x"'),
    { delimiter: ',', rows: 3, columns: ['a:number', 'b:category'], first: [1.5, 'x'] },
  ],
  [
    'missing values at every place',
    lines('a;b;c', ';x;1,5', '2,5;;', '3,5;y;2,5', ';;4,5'),
    {
      delimiter: ';',
      rows: 4,
      columns: ['a:number', 'b:category', 'c:number'],
      last: [null, null, 4.5],
    },
  ],
  [
    'one mark for decimals in one column and the other in the next',
    lines('breite;preis', '48.8566;12,50', '52.5200;7,25', '41.9028;1.234,00'),
    { delimiter: ';', rows: 3, columns: ['breite:number', 'preis:number'], last: [41.9028, 1234] },
  ],
  [
    'whole thousands with points, and less without',
    lines('ort;einwohner', 'a;1.234', 'b;999', 'c;12.345', 'd;87', 'e;4.321'),
    { delimiter: ';', rows: 5, columns: ['ort:text', 'einwohner:number'], first: ['a', 1234] },
  ],
]

const aligned: readonly Case[] = [
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
]

const numbers: readonly Case[] = [
  [
    'percentages, with and without a blank',
    lines('a,b,c', '12.5%,5 %,1', '7%,100 %,2', '-3.25%,0 %,3'),
    { rows: 3, columns: ['a:number [%]', 'b:number [%]', 'c:number'], last: [-3.25, 0, 3] },
  ],
  [
    'euros before and after',
    lines('a;b', '€ 90,50;90,50 €', '€ 1.234,00;-5,25 €', '€ 7,00;0,00 €'),
    { delimiter: ';', rows: 3, columns: ['a:number [€]', 'b:number [€]'], first: [90.5, 90.5] },
  ],
  [
    'dollars as bookkeepers write them',
    lines('item,amount', 'a,"$1,234.50"', 'b,"($1,234.50)"', 'a,$5', 'b, $ -   '),
    { rows: 4, columns: ['item:category', 'amount:number [$]'], last: ['b', 0] },
  ],
  [
    'currencies by code',
    lines('price,cost', 'USD 12,5 EUR', 'USD 13.50,6 EUR', 'USD 7,1 EUR'),
    { rows: 3, columns: ['price:number [USD]', 'cost:number [EUR]'] },
  ],
  [
    'typeset minuses, and blanks of several kinds between thousands',
    lines(
      'a;b;c',
      '\u22121,5;1\u00a0234,5;1\u202f234',
      '2,5;12\u00a0345,25;12\u2009345',
      '\u22120,25;7,5;999',
    ),
    { rows: 3, columns: ['a:number', 'b:number', 'c:number'], first: [-1.5, 1234.5, 1234] },
  ],
  [
    'minuses after the number',
    lines('konto;saldo', 'a;12,50-', 'b;7,25', 'a;1.000,00-'),
    { rows: 3, columns: ['konto:category', 'saldo:number'], last: ['a', -1000] },
  ],
  [
    'weights and lengths with their units',
    lines('mass,length', '5 kg,12.5mm', '7.5 kg,3mm', '12 kg,4.25mm'),
    { rows: 3, columns: ['mass:number [kg]', 'length:number [mm]'] },
  ],
  [
    'cabins, seats and codes, which are no numbers with units',
    lines('cabin,seat,code,x', 'C85,12A,T1,1', 'C123,14C,T2,2', 'E46,3A,T3,3'),
    { rows: 3, columns: ['cabin:text', 'seat:text', 'code:text', 'x:number'] },
  ],
  [
    'errors of spreadsheets in several languages',
    lines(
      'a,b',
      ...[
        '#DIV/0!',
        '#N/A',
        '#NV',
        '#WERT!',
        '#BEZUG!',
        '#NOMBRE?',
        '#VALEUR!',
        '#¡VALOR!',
        '#REF!',
        '#NUM!',
        '#NULL!',
        '#NAME?',
        '#ZAHL!',
        '#GETTING_DATA',
        '#Н/Д',
        '#ЗНАЧ!',
        '#YOK',
        '#ARG!',
        '#####',
        'Err:502',
      ].map((error) => `${error},1`),
      '1.5,2',
      '2.5,3',
    ),
    { rows: 22, columns: ['a:number', 'b:number'], first: [null, 1], rejected: 0 },
  ],
  [
    'errors of spreadsheets among words',
    lines('a,b', '#N/A,1', 'x,2', '#NV,3', 'y,4', 'x,5'),
    { rows: 5, columns: ['a:category', 'b:number'], first: [null, 1] },
  ],
  [
    'gaps of databases and statistics',
    lines('a,b,c,d,e', '.,\\N,--,n.a.,None', '1,2,3,4,5', '6,7,8,9,10'),
    {
      rows: 3,
      columns: ['a:number', 'b:number', 'c:number', 'd:number', 'e:number'],
      first: many(5, () => '').map(() => null),
    },
  ],
  [
    'dashes and "None" that are categories',
    lines('a,b,y', 'None,--,1', 'brick,x,2', 'None,--,3', 'stone,x,4'),
    { rows: 4, columns: ['a:category', 'b:category', 'y:number'], first: ['None', '--', 1] },
  ],
  [
    'Python’s yes and no with a gap',
    lines('ok,y', 'True,1', 'False,2', 'None,3', 'True,4'),
    { rows: 4, columns: ['ok:boolean', 'y:number'], last: ['true', 4] },
  ],
  [
    'days first where decimals have commas',
    lines('tag;wert', '01/02/2024;1,5', '03/04/2024;2,5', '05/06/2024;3,5'),
    { rows: 3, columns: ['tag:date', 'wert:number'], first: [utc(2024, 2, 1), 1.5] },
  ],
  [
    'days first where another column says so',
    lines(
      'start,end,y',
      '01/02/2024,25/02/2024,1',
      '03/04/2024,28/04/2024,2',
      '05/06/2024,30/06/2024,3',
    ),
    {
      rows: 3,
      columns: ['start:date', 'end:date', 'y:number'],
      first: [utc(2024, 2, 1), utc(2024, 2, 25), 1],
    },
  ],
  [
    'months first where nothing says otherwise',
    lines('day,y', '01/02/2024,1', '03/04/2024,2', '05/06/2024,3'),
    { rows: 3, columns: ['day:date', 'y:number'], first: [utc(2024, 1, 2), 1] },
  ],
]

const layouts: readonly Case[] = [
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
]

const encoded: readonly Case[] = [
  ['windows-1250', lines('miasto;ilość', 'Łódź;1,5', 'Kraków;2,5', 'Łódź;3,5')],
  ['windows-1251', lines('город;число', 'Москва;1,5', 'Казань;2,5', 'Москва;3,5')],
  ['windows-1253', lines('πόλη;τιμή', 'Αθήνα;1,5', 'Πάτρα;2,5', 'Αθήνα;3,5')],
  ['windows-1254', lines('şehir;değer', 'Iğdır;1,5', 'Düzce;2,5', 'Iğdır;3,5')],
  ['koi8-r', lines('город;число', 'Москва;1,5', 'Казань;2,5', 'Москва;3,5')],
  ['shift_jis', lines('型式;値', '右;1,5', '左;2,5', '右;3,5')],
  ['euc-jp', lines('都市;値', '東京;1,5', '大阪;2,5', '東京;3,5')],
  ['euc-kr', lines('지역;값', '서울;1,5', '부산;2,5', '서울;3,5')],
  ['big5', lines('城市;價格', '台北;1,5', '高雄;2,5', '台北;3,5')],
].map(([encoding, text]): Case => {
  const [head = '', first = ''] = text!.split('\n')
  const names = head.split(';')
  return [
    encoding!,
    encodeText(text!, encoding!),
    {
      ...{ encoding: encoding!, delimiter: ';', rows: 3 },
      columns: [`${names[0]}:category`, `${names[1]}:number`],
      first: [first.split(';')[0]!, 1.5],
    },
  ]
})

describe.each([
  ['delimiters', delimiters],
  ['columns that blanks align', aligned],
  ['values', numbers],
  ['what is around the rows', layouts],
  ['encodings', encoded],
] as const)('%s', (_, all) => {
  it.each(all as Case[])('%s', async (_what, content, wanted) => {
    const { columns, first, last, rejected, rows, ...dialect } = wanted
    const read = await readContent(content)
    const found = read.table.columns.map((column) => {
      const unit = 'unit' in column && column.unit !== undefined ? ` [${column.unit}]` : ''
      return `${column.name}:${column.type}${unit}`
    })
    expect({ columns: found, rows: read.table.rows }).toEqual({ columns, rows })
    expect(read).toMatchObject(dialect)
    const cells = read.table.columns.map(cellsOf)
    if (first) expect(cells.map((column) => column[0])).toEqual(first)
    if (last) expect(cells.map((column) => column.at(-1))).toEqual(last)
    if (rejected !== undefined) expect(read.rejectedCount).toBe(rejected)
  })
})

describe('what a person says', () => {
  it('is believed of the encoding', async () => {
    const bytes = encodeText(lines('a;б', '1;ж', '2;ш', '3;ж'), 'ibm866')
    const read = await readContent(bytes, { encoding: 'ibm866' })
    expect(namesOf(read.table)).toEqual(['a', 'б'])
    expect(valuesOf(read.table, 'б')).toEqual(['ж', 'ш', 'ж'])
  })

  it('is believed of a delimiter, the one that is found read alike again', async () => {
    const text = ' 1.5   2  a\n 2.5  10  b\n10.5   3  a\n'
    const found = await readContent(text)
    const again = await readContent(text, {
      delimiter: found.delimiter!,
      header: false,
      decimal: '.',
    })
    expect(again.table).toEqual(found.table)
    const other = await readContent('a;b\n1,5;2,5\n', { delimiter: ',' })
    expect(other.delimiter).toBe(',')
  })
})
