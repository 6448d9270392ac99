import type en from '../../en/lessons/latent.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Ein Raum von Schnitten',
  aim: 'Sagen, was ein latenter Raum ist, was eine seiner Richtungen bewirkt, was zwischen zwei seiner Punkte liegt und was β abwägt.',
  steps: {
    space: {
      title: 'Schnitte als Punkte',
      text: [
        'Ein Variational Autoencoder (VAE) hat zwei Hälften. Der Encoder presst einen Schnitt in eine kurze Liste von Zahlen z, der Decoder zeichnet aus einer solchen Liste ein Bild. Alle möglichen Listen zusammen sind der latente Raum.',
        'Hier arbeitet nur der Decoder. Jeder Seed ist ein zufälliger Punkt dieses Raums, und jedes Bild ist das, was der Decoder daraus macht.',
      ],
    },
    direction: {
      title: 'Eine Richtung',
      text: [
        'Gleich wird eine einzige Zahl von z auf einen extremen Wert gesetzt, in allen Bildern denselben. Die Seeds, und damit alle anderen Zahlen, bleiben.',
      ],
      choices: {
        all: 'Aus jedem Bild wird ein anderes',
        some: 'Jedes Bild ändert sich deutlich und bleibt erkennbar',
        little: 'Jedes Bild bleibt fast, wie es ist',
      },
    },
    move: {
      title: 'Bewegen',
      text: [
        'Den Abschnitt zum latenten Raum aufklappen. Jeder Regler darin ist eine Zahl von z, in Standardabweichungen.',
      ],
      task: 'Genau eine Richtung auf 1,5 oder weiter bewegen, gleich zu welcher Seite, und auf die Bilder warten.',
    },
    moved: {
      title: 'Wie viel sich geändert hat',
      text: [],
      numbers: (read) => [
        ['Korrelation jedes Bildes mit sich selbst davor, Mittel', decimal(read('movedAlike'), 2)],
        [
          `Von dem, was die ${decimal(read('directions'))} stärksten Richtungen sagen, die stärkste allein`,
          `${decimal(100 * read('strongest'))} %`,
        ],
      ],
      answer: (read) => [
        `1 hieße: keine Änderung, 0: ein anderes Bild. Um das zu wissen, hat die Seite dieselben Seeds ohne die Bewegung noch einmal gezeichnet: ${decimal(read('movedAlike'), 2)}.`,
        `Texturen verteilen sich auf viele Richtungen: Von dem, was die ${decimal(read('directions'))} stärksten zusammen über ein Bild sagen, hat die stärkste ${decimal(100 * read('strongest'))} %. Keine davon muss „mehr Poren“ heißen: Die Porosität wird diesem Modell gesondert gesagt, der latente Raum enthält also nur, was dann noch offen ist.`,
      ],
    },
    between: {
      title: 'Zwischen zwei Bildern',
      text: [
        'Angenommen, der Weg führt vom Punkt eines Seeds zu dem eines anderen. Wie sieht das Bild auf halbem Weg aus?',
      ],
      choices: {
        fade: 'Beide Bilder übereinander, wie bei einer Überblendung',
        own: 'Ein eigenes Bild mit eigenen Umrissen',
      },
    },
    walk: {
      title: 'Dorthin gehen',
      text: [
        'Der Schalter steht am Ende des Abschnitts zum latenten Raum. Die Bilder führen dann in Leserichtung vom ersten Seed zum zweiten.',
      ],
      task: '„Zu einem zweiten Seed interpolieren“ ankreuzen und auf die Bilder warten.',
    },
    walked: {
      title: 'Auf halbem Weg',
      text: [],
      numbers: (read) => [
        ['Kontrast der Enden, Mittel', decimal(read('endContrast'), 3)],
        ['Kontrast des Bildes auf halbem Weg', decimal(read('middleContrast'), 3)],
        ['Kontrast einer echten Überblendung der Enden', decimal(read('fadeContrast'), 3)],
      ],
      answer: (read) => [
        `Zwei Bilder übereinander waschen sich aus: Das ließe einen Kontrast von ${decimal(read('fadeContrast'), 3)}. Das Bild auf halbem Weg hat ${decimal(read('middleContrast'), 3)}, die Enden haben ${decimal(read('endContrast'), 3)}.`,
        'Kontrast ist die Standardabweichung der Grauwerte. Je näher die Mitte den Enden kommt, desto mehr behandelt der Decoder jeden Punkt des Weges als eigenes Bild.',
      ],
    },
    origin: {
      title: 'Die Mitte des Raums',
      text: [
        'Die Trunkierung ψ multipliziert jedes z. Bei ψ = 0 landen alle Seeds auf demselben Punkt, dem Ursprung. Nur was dem Modell gesondert gesagt wird (Porosität, Korngröße, Rauschen), ist noch verschieden.',
      ],
      choices: {
        one: 'Fast dasselbe Bild, immer wieder',
        grey: 'Ein gleichmäßiges Grau',
        varied: 'So vielfältig wie vorher',
      },
    },
    gather: {
      title: 'Zusammenziehen',
      text: [],
      task: 'Die Trunkierung ψ auf 0 setzen und auf die Bilder warten.',
    },
    gathered: {
      title: 'Am Ursprung',
      text: [],
      numbers: (read) => [
        ['Korrelation zweier Bilder, Mittel aller Paare', decimal(read('originAlike'), 2)],
        ['Kontrast, Mittel', decimal(read('originContrast'), 3)],
      ],
      answer: (read) => [
        `Zwei Bilder korrelieren jetzt im Mittel zu ${decimal(read('originAlike'), 2)} (0: nichts gemeinsam, 1: dasselbe Bild).`,
        'Was Seeds unterscheidet, steckt in z. Ohne z bleibt das, was das Modell für ein typisches Bild hält.',
      ],
    },
    'beta-told': {
      title: 'Was β abwägt',
      text: [
        'Ein VAE lernt nach zwei Wünschen: das Bild gut wiederherstellen und die Punkte z ordentlich halten, nahe an einer Normalverteilung, damit auch zufällige Punkte etwas bedeuten. β sagt, wie viel die Ordnung zählt.',
        'Ein großes β lässt wenige Richtungen in Gebrauch, und die Bilder werden weich. Ein kleines β stellt scharf wieder her, aber zufällige Punkte können zwischen die Bilder fallen, die es kennt.',
      ],
    },
    beta: {
      title: 'Was β abwägt',
      text: [
        'Ein VAE lernt nach zwei Wünschen: das Bild gut wiederherstellen und die Punkte z ordentlich halten, nahe an einer Normalverteilung. β sagt, wie viel die Ordnung zählt. Zwei Modelle unterscheiden sich hier in β: 1 und 8. (Das zweite wurde auch weniger lange trainiert.)',
      ],
      choices: {
        softer: 'Mit β = 8 haben die Bilder weniger feine Einzelheiten',
        sharper: 'Mit β = 8 haben die Bilder mehr feine Einzelheiten',
        same: 'Die feinen Einzelheiten bleiben gleich',
      },
    },
    'beta-one': {
      title: 'β = 1',
      text: ['Beide sind VAEs mit 128 px.'],
      task: 'Den VAE mit β = 1 wählen und damit Bilder zeichnen.',
    },
    'beta-high': {
      title: 'β = 8',
      text: ['Dieselben Seeds, das andere Modell.'],
      task: 'Den VAE mit β = 8 wählen und damit Bilder zeichnen.',
    },
    'beta-answer': {
      title: 'Was Ordnung kostet',
      text: [],
      numbers: (read) => [
        ['Feine Einzelheiten, β = 1', decimal(read('oneFine'), 4)],
        ['Feine Einzelheiten, β = 8', decimal(read('highFine'), 4)],
        ['Aussage der zwölf stärksten Richtungen, β = 1', `${decimal(read('oneTold'), 1)} Nats`],
        ['Aussage der zwölf stärksten Richtungen, β = 8', `${decimal(read('highTold'), 1)} Nats`],
      ],
      answer: (read) => [
        `Feine Einzelheiten sind die Standardabweichung dessen, was Blöcke von 4 px auslassen: ${decimal(read('oneFine'), 4)} bei β = 1, ${decimal(read('highFine'), 4)} bei β = 8.`,
        `Der Preis eines ordentlichen Raums zeigt sich auch an dem, was z sagen darf: Die zwölf stärksten Richtungen sagen bei β = 1 ${decimal(read('oneTold'), 1)} Nats über ein Bild, bei β = 8 ${decimal(read('highTold'), 1)} (nach dem Training gemessen, an Schnitten aller Materialien). Was z nicht gesagt wird, kann der Decoder nicht zeichnen.`,
      ],
    },
  },
  teacher: {
    aims: [
      'Einen latenten Raum als Menge aller Zahlenlisten beschreiben, aus denen ein Decoder zeichnen kann.',
      'Interpolieren im latenten Raum vom Mischen von Pixeln unterscheiden.',
      'Sagen, was β gegen was abwägt.',
    ],
    questions: [
      {
        ask: 'Warum heißt kein Regler „mehr Poren“?',
        expect:
          'Die Porosität bekommt der Decoder neben z. Das Training hat dann keinen Grund, eine Richtung dafür zu verwenden. Ohne diese Bedingung könnte eine Richtung sie durchaus lernen.',
      },
      {
        ask: 'Warum ist das Bild auf halbem Weg keine Überblendung?',
        expect:
          'Gemittelt werden die Listen, nicht die Pixel. Der Decoder zeichnet aus jeder Liste ein Bild und hat gelernt, dass Bilder Umrisse haben.',
      },
      {
        ask: 'Wann wäre ein großes β erwünscht?',
        expect:
          'Wenn Richtungen wenige und unabhängig sein sollen, damit Menschen sie lesen und bewegen können, und weiche Bilder genügen.',
      },
    ],
    hint: 'Der Regler zählt nur, wenn genau eine Richtung bewegt ist; andere lassen sich alle zusammen an den Seed zurückgeben. Ohne die beiden VAEs mit 128 px wird der Schritt zu β erzählt statt ausprobiert.',
  },
};
export default de;
