import { intl } from '../intl.ts';
import type en from '../en/study.ts';

const { count, decimal, list } = intl('de');
const pairs = (n: number) => count(n, { one: 'Paar', other: 'Paare' });
const pairsDative = (n: number) => count(n, { one: 'Paar', other: 'Paaren' });
const people = (n: number) => count(n, { one: 'Person', other: 'Personen' });
const percent = (share: number) => `${decimal(100 * share)} %`;
const range = ([low, high]: [number, number]) => `${decimal(100 * low)}–${percent(high)}`;
/** A duration that somebody waits for. */
const wait = (ms: number) =>
  ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;

const SIDES = { left: 'linke', right: 'rechte' };

const de: typeof en = {
  title: 'Echt oder synthetisch?',
  aim: 'Zwei Schnitte, einer davon von einem generativen Modell. Hier zeigt sich, ob man ihn erkennt, wie sicher und bei welchem Modell.',
  materials: { rocks: 'Gestein', fibers: 'Fasern', roots: 'Wurzeln' },

  alias: 'Alias',
  aliasHint:
    'Steht in der Datei, damit eine Lehrkraft die Dateien auseinanderhalten kann. Irgendein Wort genügt; sonst wird nichts Persönliches gespeichert.',
  reference: 'Schnitte zum Vergleich',
  references: { simulated: 'Simulierte', own: 'Eigene' },
  referenceHint:
    'Simulierte Schnitte kommen aus dem Simulator, von dem die Modelle gelernt haben. Eigene bleiben auf diesem Rechner.',
  material: 'Material',
  materialsLegend: 'Materialien',
  models: 'Modelle',
  mostModels: (most) =>
    `Das sind ${most}, mehr fasst eine Studie nicht; um ein anderes zu wählen, bitte eines weglassen.`,
  modelFacts: (pixels, calls) =>
    `${pixels}×${pixels} px · ${count(calls, { one: 'Netzaufruf', other: 'Netzaufrufe' })} je Schnitt`,
  teaching: 'Beispiel zum Lernen',
  slow: (names) =>
    `${list(names)} ${names.length === 1 ? 'würde' : 'würden'} auf diesem Rechner lange brauchen und ${names.length === 1 ? 'ist' : 'sind'} nicht vorausgewählt.`,
  timing: 'Misst einen Netzaufruf auf diesem Rechner',
  estimate: (ms) => `Alles zu erzeugen dauert hier etwa ${wait(ms)}.`,
  pairs: 'Paare',
  pairsHint:
    'Jedes dauert etwa zehn Sekunden. Bei 24 hebt sich ein Ergebnis ab 71 % vom Zufall ab, bei 12 ab 83 % richtiger Antworten.',
  seed: 'Seed',
  seedHint: 'Gleicher Seed, gleiche Materialien und Modelle: gleiche Paare. So lässt sich eine Klasse vergleichen.',
  newSeed: 'Anderer Seed',
  ratings: 'Danach je Modell eine Bildtafel bewerten',
  start: 'Paare erzeugen und beginnen',
  linkTitle: 'Ein Link, der diese Studie mit denselben Paaren öffnet',
  pool: 'Dateien mehrerer Personen zusammenführen',
  leftOut: (names) => `Nicht alles in diesem Link ist verwendbar: ${list(names)}. Der Rest ist eingestellt.`,
  loading: 'Liste der Modelle wird geladen',
  obstacles: {
    loading: 'Liste der Modelle wird geladen',
    alias:
      'Bitte einen Alias aus bis zu 40 Buchstaben, Ziffern, Leerzeichen, Punkten oder Strichen angeben, der mit einem Buchstaben oder einer Ziffer beginnt.',
    trials: 'Bitte 4 bis 96 Paare wählen.',
    seed: 'Der Seed ist eine ganze Zahl von 0 bis 4294967295.',
    materials: 'Bitte ein Material wählen.',
    models: 'Bitte ein Modell wählen.',
    cells: 'Keines dieser Modelle zeichnet dieses Material; bitte ein anderes wählen.',
    own: 'Bitte mindestens 5 Bilder wählen, die groß genug sind.',
    reading: 'Die eigenen Schnitte werden gelesen.',
  },
  chooseFiles: 'Dateien wählen',
  dropHint: 'oder PNG, JPEG, TIFF (auch Stapel) oder ein Zip hier ablegen. Sie bleiben auf diesem Rechner.',
  fit: 'Wie sie auf Größe gebracht werden',
  fits: { crop: 'Mitte, Pixel für Pixel', shrink: 'Ganz, verkleinert' },
  ownRead: (n) => `${count(n, { one: 'Schnitt kann', other: 'Schnitte können' })} gezeigt werden.`,
  ownFewer: (n) => `Jeder wird einmal gezeigt; das ergibt ${pairs(n)} und eines zum Üben.`,
  refused: (n) => `${n} ausgelassen`,
  reading: (files, total) => `Liest ${files} von ${total}`,
  removeOwn: 'Diese Schnitte entfernen',

  earlier: 'Studien auf diesem Rechner',
  answered: (n, of) => (n === of ? `alle ${pairs(of)} beantwortet` : `${n} von ${pairsDative(of)} beantwortet`),
  goOn: 'Fortsetzen',
  open: 'Ergebnis ansehen',
  remove: 'Löschen',
  removed: (alias) => `Die Studie von ${alias} ist gelöscht.`,
  confirmRemove: 'Endgültig löschen?',
  keep: 'Behalten',

  drawing: 'Die Paare werden erzeugt',
  drawn: (n) => `${count(n, { one: 'Bild', other: 'Bilder' })} erzeugt`,
  remaining: (ms) => `noch etwa ${wait(ms)}`,
  stages: {
    download: 'Lädt ein Modell und seine Laufzeit',
    compile: 'Übersetzt ein Modell',
    'self-test': 'Prüft ein Modell an seinen Testwerten',
  },
  cancel: 'Abbrechen',
  tryAgain: 'Was erzeugt ist, bleibt; ein neuer Versuch macht dort weiter.',

  question: 'Welcher ist vom Modell?',
  practice: 'Ein Paar zum Üben, das nicht zählt',
  pairOf: (k, n) => `Paar ${k} von ${n}`,
  slice: (side) => `Der ${SIDES[side]} Schnitt`,
  sliceMine: (side) => `Der ${SIDES[side]} Schnitt ist vom Modell`,
  howSure: 'Wie sicher?',
  chooseFirst: 'Zuerst einen Schnitt wählen, mit einem Klick oder den Pfeiltasten.',
  confidences: { 1: 'Geraten', 2: 'Unsicher', 3: 'Ziemlich sicher', 4: 'Sicher' },
  stated: (share) => `${decimal(100 * share)}-mal von 100 richtig`,
  keys: '← → wählen · 1–4 wie sicher · P Pause',
  pause: 'Pause',
  paused: 'Pause. Die Uhr steht, und das Paar ist verdeckt.',
  resume: 'Weiter',
  stop: 'Aufhören',
  practiceTruth: (side, right) =>
    `${right ? 'Richtig' : 'Diesmal nicht'}: Der ${SIDES[side]} Schnitt ist vom Modell. Ab jetzt wird bis zum Ende nichts verraten.`,
  begin: 'Mit dem ersten Paar beginnen',
  notKept: {
    full: 'Der Speicher dieses Browsers ist voll. Die Antworten bleiben nur im Arbeitsspeicher: bitte die CSV sichern, bevor diese Seite geschlossen wird.',
    forbidden:
      'Dieser Browser lässt die Seite nichts speichern. Die Antworten bleiben nur im Arbeitsspeicher: bitte die CSV sichern, bevor diese Seite geschlossen wird.',
  },

  sheetOf: (k, n) => `Tafel ${k} von ${n}`,
  sheetAim: 'Alle 16 Bilder sind von einem Modell; von welchem, steht am Ende.',
  askedRow: (material, share) =>
    `${{ rocks: 'Porosität', fibers: 'Faseranteil', roots: 'Wurzelanteil' }[material]} verlangt ${decimal(share, 2)}`,
  sheetLabel: (row, asked) => `Reihe ${row}, ${asked}: vier Bilder`,
  axes: { quality: 'Qualität', diversity: 'Vielfalt', controllability: 'Steuerbarkeit' },
  axisQuestions: {
    quality: 'Sehen sie wie die Schnitte der Paare aus, die von keinem Modell sind?',
    diversity: 'Unterscheiden sie sich so voneinander wie jene?',
    controllability: 'Zeigt jede Reihe, was verlangt war, von Reihe zu Reihe mehr?',
  },
  marks: { low: '1 gar nicht', high: '5 voll und ganz' },
  rate: 'Nächste Tafel',
  rateLast: 'Zum Ergebnis',
  skipRatings: 'Tafeln überspringen',

  result: 'Ergebnis',
  verdict: {
    chance: (correct, n, interval) =>
      `Die Antworten könnten auch geraten sein: ${correct} von ${n} richtig (95-%-Intervall ${range(interval)}, Raten 50 %).`,
    told: (correct, n, interval) =>
      `Die Schnitte ließen sich unterscheiden: ${correct} von ${n} richtig (95-%-Intervall ${range(interval)}, Raten 50 %).`,
    turned: (correct, n, interval) =>
      `Ein Unterschied war zu sehen, aber die Schnitte der Modelle galten als die anderen: ${correct} von ${n} richtig (95-%-Intervall ${range(interval)}, Raten 50 %).`,
  },
  modelVerdict: {
    chance: (model) => `Bei ${model} ist Raten nicht ausgeschlossen.`,
    told: (model) => `Schnitte von ${model} ließen sich von den anderen unterscheiden.`,
    turned: (model) => `Schnitte von ${model} galten als die anderen.`,
  },
  fewPairs: 'Mit weniger als 12 Paaren zeigen sich nur große Unterschiede.',
  allPairs: 'Alle Paare',
  columns: {
    what: 'Paare',
    model: 'Modell',
    n: 'Richtig',
    share: 'Anteil',
    dPrime: 'd′',
    time: 'Zeit',
    confidence: 'Sicherheit',
  },
  columnHints: {
    n: 'Richtige Antworten von allen Antworten',
    share: 'Anteil richtiger Antworten mit 95-%-Intervall; 50 % ist Raten',
    dPrime: 'Empfindlichkeit √2 z(Anteil) mit 95-%-Intervall: 0 ist Raten, 1 etwa 76 % richtig, 2 etwa 92 %',
    time: 'Median der Zeit bis zur Antwort ohne Pausen; darunter die mittlere Hälfte',
    confidence: 'Mittel von 1, geraten, bis 4, sicher',
  },
  ofAll: (correct, n) => `${correct} von ${n}`,
  shareOf: (share) => percent(share),
  intervalOf: (interval) => range(interval),
  dPrimeOf: (value) => decimal(value, 2),
  dPrimeEnds: ([low, high]) => {
    if (low === null && high === null) return 'offen';
    if (high === null) return `${decimal(low!, 1)} oder mehr`;
    return low === null ? `${decimal(high, 1)} oder weniger` : `${decimal(low, 1)} bis ${decimal(high, 1)}`;
  },
  seconds: (ms) => `${decimal(ms / 1000, 1)} s`,
  secondsRange: (low, high) => `${decimal(low / 1000, 1)}–${decimal(high / 1000, 1)} s`,
  mean: (value) => decimal(value, 1),
  byCell: 'Jedes Modell mit jedem Material',
  calibration: 'Sicherheit und Wahrheit',
  calibrationSentence: (over) => {
    if (Math.abs(over) < 0.05) return 'Sicherheit und Wahrheit stimmen auf 5 Prozentpunkte überein.';
    const points = decimal(100 * Math.abs(over));
    return over > 0
      ? `Zu sicher: Der genannte Anteil richtiger Antworten liegt ${points} Prozentpunkte über dem wirklichen.`
      : `Zu unsicher: Der wirkliche Anteil richtiger Antworten liegt ${points} Prozentpunkte über dem genannten.`;
  },
  said: 'Genannt',
  wasRight: 'War richtig',
  favourite: (left, n) =>
    `Der linke Schnitt wurde ${left}-mal von ${n} genannt; der des Modells stand dort in der Hälfte der Paare. Mit einer Lieblingsseite fällt d′ zu klein aus.`,
  misses: 'Die falsch beantworteten Paare',
  noMisses: 'Keines war falsch.',
  missCaption: (side, model) => `${side === 'left' ? 'Links' : 'Rechts'} ist von ${model}`,
  truth: (side, made, model) => `Der ${SIDES[side]} Schnitt: ${made ? `von ${model}` : 'nicht von einem Modell'}`,
  markTitle: 'Noten für die Tafeln',
  markOf: (value, deviation) =>
    deviation === null ? decimal(value, 1) : `${decimal(value, 1)} ± ${decimal(deviation, 1)}`,
  markNote: 'Noten von 1 bis 5, 5 ist die beste; bei mehreren Personen Mittel ± Standardabweichung.',
  saveCsv: 'CSV sichern',
  toPool: 'Mit anderen zusammenführen',
  again: 'Neue Studie',

  poolTitle: 'Dateien mehrerer Personen zusammen',
  poolAim:
    'Hier die gesicherten CSV-Dateien ablegen. Nichts verlässt diesen Rechner. Mit einem Link für alle haben alle dieselben Paare gesehen, und ihre Übereinstimmung lässt sich messen.',
  dropCsv: 'CSV-Dateien wählen',
  dropCsvHint: 'oder hier ablegen.',
  back: 'Zurück zur Studie',
  peopleTitle: 'Personen',
  personColumns: { alias: 'Alias', n: 'Richtig', share: 'Anteil', time: 'Zeit (Median)', seed: 'Seed' },
  removePerson: (alias) => `${alias} weglassen`,
  empty: 'Noch niemand.',
  poolVerdict: {
    chance: (n, who, share, interval) =>
      `${people(who)} mit ${n} Antworten: ${percent(share)} richtig, und Raten ist nicht ausgeschlossen (95-%-Intervall ${range(interval)}).`,
    told: (n, who, share, interval) =>
      `${people(who)} mit ${n} Antworten: ${percent(share)} richtig, die Schnitte sind also zu unterscheiden (95-%-Intervall ${range(interval)}).`,
    turned: (n, who, share, interval) =>
      `${people(who)} mit ${n} Antworten: ${percent(share)} richtig, die Schnitte der Modelle galten also als die anderen (95-%-Intervall ${range(interval)}).`,
  },
  intervalOnePerson:
    'Das Intervall ist das von Wilson über die Antworten einer Person; über andere Personen sagt es nichts.',
  intervalPeople: (effect, interval) =>
    effect === null
      ? 'Das Intervall ist das von Wilson über die Antworten beider; es sagt, ob diese zwei geraten haben, und nichts über andere Personen: Für die sind zwei zu wenige.'
      : `Das Intervall ist das von Wilson über alle Antworten; es sagt, ob diese Personen geraten haben. Von anderen Personen wie diesen sind bei diesen Paaren ${range(interval)} richtige Antworten zu erwarten. Das ist breiter, denn die Antworten einer Person hängen zusammen (sie streuen ${decimal(effect, 1)}-mal so stark wie unabhängige), und wenige Personen zeigen nur ungefähr, wie sehr sich Personen unterscheiden.`,
  agreement: 'Übereinstimmung',
  agreementSentence: (kappa, error, items, raters) =>
    `Fleiss’ κ = ${decimal(kappa, 2)} (Standardfehler bei Zufall ${decimal(error, 2)}) über ${pairs(items)}, die alle ${raters} Personen beantwortet haben: ${
      kappa > 2 * error
        ? 'Sie nennen öfter dieselben Schnitte, als der Zufall es täte.'
        : 'Mehr Übereinstimmung als durch Zufall ist nicht gezeigt.'
    }`,
  agreementHint: '1 ist volle Übereinstimmung, 0 Zufall. Man kann auch gemeinsam falsch liegen.',
  noAgreement: {
    one: 'Für die Übereinstimmung braucht es die Dateien von mindestens zwei Personen.',
    none: 'Keine zwei Paare haben alle beantwortet, deshalb lässt sich die Übereinstimmung nicht messen. Allen denselben Link geben, oder Personen mit anderem Seed weglassen.',
    same: 'Alle haben immer dieselbe Seite genannt; damit ist die Übereinstimmung nicht bestimmt.',
  },
  added: {
    new: (alias) => `${alias} ist dazugekommen.`,
    same: (alias) => `${alias} war schon da; nichts hat sich geändert.`,
    longer: (alias) => `${alias} war mit weniger Antworten da; sie sind ersetzt.`,
    shorter: (alias) => `${alias} ist schon mit mehr Antworten da; diese bleiben.`,
    differs: (alias) =>
      `${alias} ist mit anderen Antworten unter derselben Studie schon da; die Datei wurde ausgelassen.`,
  },
  wrongFile: (file) => {
    const place = file.line === null ? '' : ` (Zeile ${file.line}, Spalte ${file.column})`;
    switch (file.why) {
      case 'empty':
        return 'Sie enthält keine Antworten; bitte nach mindestens einem Paar noch einmal sichern.';
      case 'large':
        return 'Sie ist größer als jede Studie; bitte eine CSV wählen, die diese Seite gesichert hat.';
      case 'other':
        return 'Sie ist keine Datei dieser Studie; bitte eine CSV wählen, die diese Seite gesichert hat.';
      case 'version':
        return 'Eine andere Version dieser Seite hat sie gesichert; bitte die Seite neu laden oder die Datei dort noch einmal sichern.';
      case 'value':
        return `Sie enthält etwas, das die Seite nicht geschrieben hat${place}; bitte die Datei so verwenden, wie sie gesichert wurde.`;
      case 'contradiction':
        return `Sie widerspricht sich${place}; bitte die Datei so verwenden, wie sie gesichert wurde.`;
      case 'twice':
        return `Sie beantwortet ein Paar zweimal${place}; bitte die Datei so verwenden, wie sie gesichert wurde.`;
    }
  },
  savePooled: 'Alle als eine CSV sichern',
  clearPool: 'Alle entfernen',
};
export default de;
