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
        'Diesem Modell wird gesagt, was es zeichnen soll: Gestein mit einer Porosität von 0,20. Es folgt, aber nicht genau.',
        'Guidance fragt das Netz bei jedem Schritt zweimal, mit und ohne den Wunsch, und geht w-mal so weit in die Richtung, die der Wunsch ausmacht. w = 1 ist das Modell, wie es trainiert wurde.',
      ],
    },
    price: {
      title: 'Was macht das mit der Menge?',
      text: [
        'Gleich wird dasselbe Rauschen mit w = 1 und mit stärkerer Guidance gezeichnet. Wie verschieden ist die Porosität von Bild zu Bild?',
      ],
      choices: {
        less: 'Die Bilder unterscheiden sich weniger',
        more: 'Die Bilder unterscheiden sich mehr',
        same: 'Keine Änderung',
      },
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
        [`Streuung der Porosität, w = 1 (N = ${decimal(read('count'))})`, decimal(read('plainSpread'), 3)],
        [`Streuung der Porosität, w = ${decimal(read('weight'), 1)}`, decimal(read('guidedSpread'), 3)],
      ],
      answer: (read) => [
        `Die Streuung ist eine Standardabweichung über ${decimal(read('count'))} Bilder. So wenige geben nur eine ungefähre Zahl: Ein zweiter Lauf mit anderem Seed zeigt, wie sehr sie schwankt.`,
        'Über viele Bilder zieht Guidance zu dem hin, was für den Wunsch typisch ist. Für ein Bild ist das oft willkommen. Ein Trainingssatz für ein Segmentierungsnetz braucht die Vielfalt, die dabei verloren geht.',
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
        'Guidance ist ein Regler zwischen Gehorsam und Vielfalt. Keines der Enden ist richtig: Es kommt darauf an, wofür die Bilder sind.',
        'Wer Zeit hat, probiert w = 6 oder die Guidance nach einem einzigen Merkmal. Die Ansicht zur Qualität und die Messseite sagen, was das mit einer ganzen Menge macht.',
      ],
    },
  },
  teacher: {
    aims: [
      'Guidance als Weitergehen in die Richtung erklären, in die der Wunsch die Vorhersage bewegt.',
      'Gehorsam und Vielfalt für einen Zweck abwägen.',
      'Beurteilen, ob ein Unterschied zwischen zwei kleinen Mengen etwas bedeutet.',
    ],
    questions: [
      {
        ask: 'Ein Segmentierungsnetz soll mit synthetischen Bildern trainiert werden. Welches w?',
        expect:
          'Klein, nahe 1: Das Netz muss die Vielfalt kennenlernen, die es später sieht. Starke Guidance zeigt ihm nur Typisches.',
      },
      {
        ask: 'Warum kostet Guidance Zeit?',
        expect: 'Jeder Schritt braucht die Antwort des Netzes mit dem Wunsch und ohne ihn: etwa doppelte Arbeit.',
      },
      {
        ask: 'Zwei Gruppen finden entgegengesetzte Wirkungen auf die Streuung. Wer hat recht?',
        expect:
          'Vielleicht beide: Bei sechs Bildern ist die Streuung selbst um ein Drittel unsicher. Bilder der Gruppen zusammenlegen oder mehr zeichnen.',
      },
    ],
    hint: 'Bei wenigen Bildern kann die Streuung für manche Seeds auch andersherum ausfallen, und die Karte sagt das dann. Gruppen verschiedene Seeds geben und die Zahlen sammeln.',
  },
};
export default de;
