/*
 * Names that people give to the column to be predicted, in the languages whose tables have come up.
 * In lower case.
 */

/** These say so themselves, the surest first. */
export const sureNames: readonly string[] = [
  ...['target', 'label', 'labels', 'ground_truth', 'zielvariable', 'zielgröße', 'zielgroesse'],
  ...[
    'cible',
    'objetivo',
    'etiqueta',
    'alvo',
    '目标',
    '目标变量',
    '因变量',
    '标签',
    '目標',
    'ラベル',
  ],
  // What well-known tables are for; some of them have a "class" among their features.
  ...['survived', 'species', 'diagnosis', 'churn', 'churned', 'exited', 'attrition', 'fraud'],
  ...['isfraud', 'is_fraud', 'spam', 'is_spam', 'loan_status', 'default', 'stroke', 'sentiment'],
  ...['default payment next month', 'default.payment.next.month', 'subscribed', 'deposit'],
  ...['saleprice', 'sale_price', 'median_house_value', 'medhouseval', 'medv', 'mpg', 'rings'],
  ...['diagnose', 'diagnostic', 'diagnóstico', 'diagnostico', 'diagnosi', 'espèce', 'espece'],
  ...['especie', 'specie', 'espécie', 'soort', '诊断', '物种', '品种', '是否流失', '是否违约'],
  ...['診断', '品種', 'class', 'y', 'classes', 'targets', 'output', 'outcome', 'response'],
  ...['classification', 'klasse', 'klassen', 'classe', 'clase', 'klass', 'klasa', '类别', '类标'],
  ...['分类', 'クラス', 'price', 'preis', 'prix', 'precio', 'prezzo', 'preço', 'preco', 'prijs'],
  ...['selling_price', 'selling price', 'sellingprice', 'price_usd', 'price_eur'],
  ...['life expectancy', 'life_expectancy', 'fare_amount', 'trip_duration', 'tip'],
  ...['cena', '价格', '房价', '価格', 'heart_disease', 'heartdisease', 'disease', 'malignant'],
]

/** These are often asked for, and as often a feature: classes in the last column come before them. */
export const usualNames: readonly string[] = [
  ...['quality', 'income', 'charges', 'salary', 'sales', 'revenue', 'profit', 'demand', 'cnt'],
  ...[
    'close',
    'adj close',
    'count',
    'strength',
    'grade',
    'final_grade',
    'g3',
    'rating',
    'score',
    'result',
    'winner',
  ],
  ...['diabetes', 'cancer', 'qualität', 'qualitaet', 'qualité', 'qualite', 'calidad', 'qualità'],
  ...['umsatz', 'ergebnis', 'résultat', 'resultat', 'resultado', 'risultato', '结果', '质量'],
  ...['等级', '收入', '销量', '工资', '結果', '品質', '売上'],
]

/** By these people and places are distinguished: they have few values, and are seldom asked for. */
export const groupingNames: readonly string[] = [
  ...['sex', 'gender', 'geschlecht', 'sexe', 'sexo', 'sesso', '性别', 'region', 'city', 'country'],
  ...['state', 'ort', 'stadt', 'land', 'ville', 'pays', 'ciudad', 'país', '地区', '城市', '国家'],
  ...['省份', 'year', 'month', 'day', 'weekday', '月份', '星期', 'zip', 'plz', 'fold', 'split'],
  ...['group', 'gruppe', 'groupe', 'grupo', 'time', 'hour', 'zeit', 'uhrzeit', 'heure', 'hora'],
  ...['时间', '時刻'],
]

/** How a column of no such name says that it distinguishes the sexes. */
export const sexes: readonly string[] = ['m', 'f', 'w', 'i', 'male', 'female', '男', '女']
