import type en from '../../en/lessons/steering.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Lenken',
  aim: 'Sagen, was Guidance mit einem Wunsch macht und was sie kostet.',
  steps: {
    ask: {
      title: 'Eine Porosität verlangen',
      text: [
        'Diesem Modell wird gesagt, was es zeichnen soll: Gestein mit einer Porosität von 0,20. Es folgt eng, mit Guidance und ohne: Neben dem Netz rückt die Seite jede Schätzung zur verlangten Porosität hin.',
        'Guidance fragt das Netz bei jedem Schritt zweimal, mit und ohne den Wunsch, und geht w-mal so weit in die Richtung, die der Wunsch ausmacht. w = 1 ist das Modell, wie es trainiert wurde.',
      ],
    },
    price: {
      title: 'Was macht das mit den Bildern?',
      text: [
        'Gleich wird dasselbe Rauschen mit w = 1 und mit stärkerer Guidance gezeichnet. Es geht um den Kontrast: Wie weit liegen die Grauwerte eines Bildes auseinander?',
      ],
      choices: { less: 'Weniger Kontrast', more: 'Mehr Kontrast', same: 'Keine Änderung' },
    },
    closer: {
      title: 'Und mit dem Mittel?',
      text: ['Nun die mittlere Porosität der Menge, neben den verlangten 0,20.'],
      choices: {
        closer: 'Sie kommt dem Verlangten näher',
        farther: 'Sie entfernt sich davon',
        same: 'Sie bleibt',
      },
    },
    guide: {
      title: 'B lenken',
      text: ['A und B sind auf je 8 schnelle Schritte eingestellt. A bleibt ohne Guidance.'],
      task: 'Guidance w von B auf 2 oder mehr setzen und „Beide erzeugen“ drücken.',
    },
    'price-answer': {
      title: 'Der Preis, gemessen',
      text: [],
      numbers: (read) => [
        [`Kontrast, w = 1 (N = ${decimal(read('count'))})`, decimal(read('plainContrast'), 3)],
        [`Kontrast, w = ${decimal(read('weight'), 1)}`, decimal(read('guidedContrast'), 3)],
      ],
      answer: (read) => [
        `Kontrast ist die Standardabweichung der Grauwerte eines Bildes, hier im Mittel über ${decimal(read('count'))} Bilder. Das Modell ohne Guidance hat ihn an echten Schnitten gelernt; was Guidance hinzufügt, ist ihr eigenes Werk: Dunkles wird dunkler, Helles heller, Rauschen stärker.`,
        'Über viele Bilder zieht Guidance auch zu dem hin, was für den Wunsch typisch ist. Für ein Bild ist das oft willkommen. Ein Trainingssatz für ein Segmentierungsnetz braucht den Kontrast des Geräts und die Vielfalt, die dabei verloren geht.',
      ],
    },
    'closer-answer': {
      title: 'Das Mittel, gemessen',
      text: [],
      numbers: (read) => [
        ['Verlangt', decimal(read('asked'), 2)],
        ['Mittlere Porosität, w = 1', decimal(read('plainMean'), 3)],
        [`Mittlere Porosität, w = ${decimal(read('weight'), 1)}`, decimal(read('guidedMean'), 3)],
        ['Zeit, w = 1', `${decimal(read('plainCost'), 1)} s`],
        [`Zeit, w = ${decimal(read('weight'), 1)}`, `${decimal(read('guidedCost'), 1)} s`],
      ],
      answer: (read) => [
        `Ohne Guidance lag das Mittel bei ${decimal(read('plainMean'), 3)}, mit ihr bei ${decimal(read('guidedMean'), 3)}; verlangt waren ${decimal(read('asked'), 2)}. Zu viel Guidance schießt über das Ziel hinaus: Sie geht ebenso gern über das Verlangte hinweg wie darauf zu.`,
        'Sie kostet auch Zeit, weil jeder Schritt das Netz nach dem Wunsch und nach nichts fragt.',
      ],
    },
    meaning: {
      title: 'Wie weit aufdrehen?',
      text: [
        'Guidance ist ein Regler zwischen Deutlichkeit und Treue zu den Daten. Keines der Enden ist richtig: Es kommt darauf an, wofür die Bilder sind.',
        'Wer Zeit hat, probiert w = 6 oder die Guidance einer einzelnen Eigenschaft (unter „Zeitplan, Rauschen und weitere Guidance“). Die Ansicht „Güte“ und der Bereich „Messen“ sagen, was das mit einer ganzen Menge macht.',
      ],
    },
  },
  teacher: {
    aims: [
      'Guidance als Weitergehen in die Richtung erklären, in die der Wunsch die Vorhersage bewegt.',
      'Deutlichkeit und Treue zu den Daten für einen Zweck abwägen.',
      'Beurteilen, ob ein Unterschied zwischen zwei kleinen Mengen etwas bedeutet.',
    ],
    questions: [
      {
        ask: 'Ein Segmentierungsnetz soll mit synthetischen Bildern trainiert werden. Welches w?',
        expect:
          'Klein, nahe 1: Das Netz muss den Kontrast und die Vielfalt kennenlernen, die es später sieht. Starke Guidance zeigt ihm nur Hartes und Typisches.',
      },
      {
        ask: 'Warum kostet Guidance Zeit?',
        expect: 'Jeder Schritt braucht die Antwort des Netzes mit dem Wunsch und ohne ihn: etwa doppelte Arbeit.',
      },
      {
        ask: 'Zwei Gruppen finden entgegengesetzte Wirkungen auf die mittlere Porosität. Wer hat recht?',
        expect:
          'Vielleicht keine: Sechs Bilder geben das Mittel nur auf einige Tausendstel genau, und um so viel verschiebt es sich. Bilder der Gruppen zusammenlegen oder mehr zeichnen.',
      },
    ],
    hint: 'In der Regel steigt der Kontrast. Die mittlere Porosität kann bei so wenigen Bildern in beide Richtungen gehen, und die Karte sagt das dann. Gruppen verschiedene Seeds geben und die Zahlen sammeln.',
  },
};
export default de;
