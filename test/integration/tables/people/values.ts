import { lines, many, utc, type Case } from './case.ts'

/** Numbers, gaps and dates as people write them. */
export const values: readonly Case[] = [
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
  [
    'amounts with the sign before brackets, after a short word, and of no cents',
    lines('a;b;c', '$(3.25);Rs. 1,200.50;12,– €', '$7.50;Rs. 980;1.234,– €', '$1.25;Rs. 5;5,25 €'),
    {
      rows: 3,
      columns: ['a:number [$]', 'b:number [Rs.]', 'c:number [€]'],
      first: [-3.25, 1200.5, 12],
    },
  ],
  [
    'percent signs before, counters of East Asia, wide digits',
    lines('a;b;c', '%12,5;12人;１２', '%7;30人;３０', '%3,25;7人;7'),
    { rows: 3, columns: ['a:number [%]', 'b:number [人]', 'c:number'], last: [3.25, 7, 7] },
  ],
  [
    'words behind the numbers of a whole column',
    lines('area,power', '950 sq ft,58.16 bhp', '"1,020 sq ft",126.2 bhp', '880 sq ft,88.7 bhp'),
    { rows: 3, columns: ['area:number [sq ft]', 'power:number [bhp]'], last: [880, 88.7] },
  ],
  [
    'flags and footnotes behind a few numbers',
    lines('a\tb\tc', '3.1 b\t1.5\t: c', '2.5\t7.25[2]\t5.5', '4.5\t8.5\t6.5'),
    { rows: 3, columns: ['a:number', 'b:number', 'c:number'], first: [3.1, 1.5, null] },
  ],
  [
    'gaps in other languages and of statistical offices',
    lines('a;b;c;d', 'keine Angabe;***;н/д;.a', '欠測;…;s/d;Fehler:502', '1,5;2,5;3,5;4,5'),
    {
      rows: 3,
      columns: ['a:number', 'b:number', 'c:number', 'd:number'],
      last: [1.5, 2.5, 3.5, 4.5],
    },
  ],
  [
    'dates with months in words',
    lines('a;b;c', '1 mars 2024;01-Okt-24;Jan 2024', '2 mars 2024;02-Okt-24;Feb 2024'),
    {
      rows: 2,
      columns: ['a:date', 'b:date', 'c:date'],
      first: [utc(2024, 3, 1), utc(2024, 10, 1), utc(2024, 1, 1)],
    },
  ],
  [
    'dates as mail and servers write them, and months alone',
    lines(
      'a;b;c',
      'Fri, 01 Mar 2024;01/Mar/2024:00:00:00 +0000;2024-03',
      'Sat, 02 Mar 2024;02/Mar/2024:00:00:00 +0000;2024-04',
    ),
    {
      rows: 2,
      columns: ['a:date', 'b:date', 'c:date'],
      first: many(3, () => '').map(() => utc(2024, 3, 1)),
    },
  ],
  [
    'commas in times, and no day at all',
    lines(
      'a;b',
      '01.03.2024 00:00:00,500;2024-03-01',
      '02.03.2024 00:00:01,000;0000-00-00',
      '03.03.2024 00:00:00,000;2024-03-02',
    ),
    { rows: 3, columns: ['a:date', 'b:date'], first: [utc(2024, 3, 1) + 0.5, utc(2024, 3, 1)] },
  ],
  [
    'a dash of any length alone is a missing value, and before digits a minus',
    lines('x,y,k', '2.5,—3.5,a', '—,1.5,–', '–,–2,—', '−,— 1.5,a', '1.5,―2,b', '2.5,4,b'),
    {
      ...{ rows: 6, columns: ['x:number', 'y:number', 'k:category'], rejected: 0 },
      first: [2.5, -3.5, 'a'],
    },
  ],
  [
    'nothing but dashes',
    lines('x,y', '1,—', '2,–', '3,—'),
    { rows: 3, columns: ['x:number', 'y:number'], first: [1, null] },
  ],
  [
    'apostrophes between thousands, and amounts of francs',
    lines('x,y', "1'234.50,CHF 1’234.50", "12'345.75,CHF 12’345.75", '999.25,CHF 999.25'),
    { rows: 3, columns: ['x:number', 'y:number [CHF]'], first: [1234.5, 1234.5] },
  ],
  [
    'vulgar fractions are words',
    lines('x,y', '1 1/2,1½', '3/4,¾', '2,2', '1 1/2,1½'),
    { rows: 4, columns: ['x:category', 'y:category'], first: ['1 1/2', '1½'], rejected: 0 },
  ],
  [
    'what SPSS and Excel write between tabs',
    lines('id\tsex\tscore\tday', '1\tm\t 12,50\t12-JAN-2020', '2\tf\t#NULL!\t13-JAN-2020'),
    {
      ...{ delimiter: '\t', rows: 2, rejected: 0 },
      columns: ['id:number', 'sex:category', 'score:number', 'day:date'],
      first: [1, 'm', 12.5, utc(2020, 1, 12)],
    },
  ],
]
