import { lines, many, type Case } from './case.ts'

/** Marks between values that are in values too. */
export const delimiters: readonly Case[] = [
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
  [
    'sentences behind tabs, each of as many words',
    lines(...many(6, (n) => `${n % 2 ? 'ham' : 'spam'}\tcome at ${n} o’clock, please`)),
    { delimiter: '\t', header: false, rows: 6, columns: ['column1:category', 'column2:text'] },
  ],
  [
    'hours and minutes before whole numbers',
    lines('t,y', '10:30,5', '10:31,7', '10:32,6'),
    { delimiter: ',', rows: 3, columns: ['t:text', 'y:number'] },
  ],
]
