import type en from '../en/learn.ts';
import { intl } from '../intl.ts';

const { count, list: join } = intl('de');
const list = (ids: readonly string[]) => join([...ids]);

const de: typeof en = {
  title: 'Lernen',
  intro:
    'Kurze Lektionen auf der laufenden Seite. Jede zeigt auf ein Bedienelement, fragt nach einer Erwartung, lässt ausprobieren und antwortet aus dem, was dabei herauskam. Aufhören geht jederzeit: Eine Lektion geht dort weiter, wo sie verlassen wurde.',
  forTeachers: 'Für Lehrende: Ziele, Fragen, erwartete Antworten und Vorbereitung',
  minutes: (minutes) => `etwa ${minutes} min`,
  steps: (n) => count(n, { one: 'Schritt', other: 'Schritte' }),
  finished: 'abgeschlossen',
  standsAt: (step, total) => `verlassen bei Schritt ${step} von ${total}`,
  start: 'Beginnen',
  open: 'Öffnen',
  resume: 'Fortsetzen',
  again: 'Wiederholen',
  missing: (ids) => `Diese Lektion braucht ${list(ids)}, was diese Seite nicht anbietet.`,
  without: (ids) => `Ohne ${list(ids)}, was diese Seite noch nicht anbietet, fallen einige Schritte weg.`,
  forget: 'Antworten vergessen',
  forgetAll: 'Allen Fortschritt vergessen',
  forgetAllYes: 'Ja, alles vergessen',
  keepAll: 'Behalten',
  keptHere: 'Fortschritt und Antworten bleiben nur in diesem Browser.',
  notKept: 'Dieser Browser bewahrt für diese Seite keinen Fortschritt auf; er hält, bis die Seite geschlossen wird.',
  loading: 'Dieser Teil wird geladen',
  notLoaded: 'Dieser Teil ließ sich nicht laden; Verbindung prüfen und Seite neu laden.',
  study: {
    title: 'Echt oder synthetisch?',
    aim: 'In einem Blindversuch herausfinden, ob sich Schnitte eines Modells von denen des Simulators unterscheiden lassen, und wie sicher das Ergebnis ist.',
    teacher: {
      aims: [
        'Einen Blindversuch durchführen und sagen, was er zeigen kann.',
        'Eine Trefferquote zusammen mit ihrem Konfidenzintervall lesen und wissen, was Raten ergibt.',
      ],
      questions: [
        {
          ask: 'Jemand lag bei 15 von 24 Paaren richtig. Lassen sich die Bilder unterscheiden?',
          expect:
            'Das ist nicht gezeigt: Raten ergibt im Mittel 12, und das 95-%-Intervall von 15 aus 24 reicht von etwa 0,43 bis 0,79 und enthält die Hälfte.',
        },
        {
          ask: 'Warum die Dateien der Klasse zusammenlegen?',
          expect:
            'Jede bringt Antworten hinzu, sodass sich Raten eher ausschließen lässt; und die Übereinstimmung sagt, ob alle auf dieselben Bilder hereingefallen sind.',
        },
      ],
      hint: 'Der ganzen Klasse einen Link mit Seed geben, damit alle dieselben Paare sehen. Die Modelle zeichnen die Bilder vor dem ersten Paar; auf langsamen Rechnern dauert das eine Weile.',
    },
  },

  lesson: 'Lektion:',
  stepOf: (step, total) => `Schritt ${step} von ${total}`,
  fold: 'Lektion einklappen',
  unfold: 'Lektion ausklappen',
  pause: 'Lektion anhalten',
  predict: 'Was ist zu erwarten?',
  toDo: 'Noch zu tun',
  measuring: 'Das Ergebnis wird gemessen',
  done: 'Erledigt: am Ergebnis gemessen',
  assist: 'Vormachen',
  showWhere: 'Wo ist das?',
  elsewhere: (screen) => `Dieser Schritt spielt auf der Seite „${screen}“.`,
  goThere: 'Dorthin',
  back: 'Zurück',
  next: 'Weiter',
  skip: 'Überspringen',
  finish: 'Abschließen',
  youSaid: 'Erwartet war:',
  borneOut: 'Die Messung bestätigt das.',
  otherwise: 'Die Messung sagt etwas anderes:',
  undecided: 'Die Messung entscheidet diesmal für keine der Antworten.',
  numbers: 'Am Ergebnis gemessen',
  notYet: 'Noch gibt es nichts, woraus sich antworten ließe: Ein früherer Schritt wurde ausgelassen.',
  backTo: (title) => `Zurück zu „${title}“`,

  teacher: {
    title: 'Für Lehrende',
    intro:
      'Sieben Lektionen von 5 bis 10 Minuten, jede für sich. Es wird nichts installiert, niemand meldet sich an, und kein Bild verlässt die Rechner der Klasse.',
    before: 'Vor dem Unterricht',
    preparation: [
      'Die Lektion auf den Rechnern, die benutzt werden, einmal öffnen, in dem Netz, das die Klasse haben wird. Modelle bleiben nach dem ersten Gebrauch im Browser, und die Seite läuft danach ohne Netz.',
      'Den Link einer Lektion verschicken, oder den des Schritts, bei dem alle anfangen sollen: bei diesem Schritt auf der Karte „Link kopieren“ drücken oder den QR-Code zeigen, der auf dem Projektor den Bildschirm füllt. Auf dieser Seite steht beides bei jedem Schritt.',
      'Die Vortragsansicht (Umschalt+P oder der Knopf in der Kopfzeile) zeigt große Schrift und blendet Unnötiges aus. Pfeiltasten führen durch die Lektion, ohne Lektion durch die Schnitte; Esc beendet sie. Eine Adresse mit ?present vor dem # öffnet die Seite in dieser Ansicht.',
      'Auf langsamen Rechnern kann ein Diffusionslauf mit zwei Schnitten eine halbe Minute dauern. Währenddessen Erwartungen sammeln, oder auf einem Rechner „Vormachen“ drücken und dessen Zahlen besprechen.',
    ],
    loads: (bytes) => `${bytes} beim ersten Gebrauch zu laden`,
    none: 'außer dem Netz, das misst, kein Modell zu laden',
    runtime: (bytes) => `Die Laufzeit, die die Modelle rechnet (${bytes}), wird einmal geladen und bleibt.`,
    unknownSizes: 'Hier stehen Größen, sobald die Liste der Modelle da ist.',
    aims: 'Ziele',
    questions: 'Fragen an die Klasse und erwartete Antworten',
    hint: 'Worauf zu achten ist',
    open: 'Lektion öffnen',
    steps: 'Links zu den Schritten',
    print: 'Diese Seite drucken',
    backToList: 'Zurück zu den Lektionen',
    missing: 'wird von dieser Seite nicht angeboten',
  },
};
export default de;
