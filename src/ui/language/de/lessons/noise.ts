import type en from '../../en/lessons/noise.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Rauschen rein, Rauschen raus',
  aim: 'Sagen, wie ein Diffusionsmodell aus Rauschen einen Schnitt macht, was es zuerst festlegt und was weniger Netzaufrufe kosten.',
  steps: {
    film: {
      title: 'Vom Rauschen zum Schnitt',
      text: [
        'Ein Diffusionsmodell hat eines gelernt: einen verrauschten Schnitt anzusehen und zu sagen, wie der saubere aussieht. Zum Zeichnen beginnt es mit reinem Rauschen und nimmt davon nach und nach etwas weg.',
        'Der Filmstreifen zeigt das. Oben: das Bild auf jeder Rauschstufe σ, vom reinen Rauschen bis zum Schnitt. Unten: wofür das Netz das saubere Bild in diesem Moment hält.',
      ],
    },
    order: {
      title: 'Was steht zuerst fest?',
      text: ['Vor dem genauen Hinsehen: Manches im Bild wird früh auf dem Weg entschieden, anderes spät.'],
      choices: {
        coarse: 'Die großen Formen: wo Körner und Poren liegen',
        fine: 'Die feine Körnung darin',
        both: 'Beides gleichzeitig',
      },
    },
    scrub: {
      title: 'Den Moment finden',
      text: [
        'Auf die untere Reihe achten, die Vorhersage des Netzes. Anfangs ist sie verschwommen, weil noch viele Schnitte möglich sind.',
      ],
      task: 'Den Schrittregler dorthin bewegen, wo sich zum ersten Mal sagen lässt, wo die Poren liegen werden.',
    },
    settled: {
      title: 'Vom Groben zum Feinen, in Zahlen',
      text: [],
      numbers: (read) => [
        ['σ an der gewählten Stelle', decimal(read('seenSigma'), 2)],
        ['σ, ab dem die Formen (Blöcke von 8 px) feststehen', decimal(read('coarseSigma'), 2)],
        ['σ, ab dem die feine Körnung feststeht', decimal(read('fineSigma'), 2)],
      ],
      answer: (read) => [
        `„Feststehen“ heißt: Die Vorhersage korreliert mit dem fertigen Bild zu mehr als 0,9. Für die Formen galt das ab σ = ${decimal(read('coarseSigma'), 2)} abwärts, für die feine Körnung erst ab σ = ${decimal(read('fineSigma'), 2)}.`,
        'Rauschen verdeckt Feines zuerst und Großes zuletzt. Auf dem Rückweg kehren beide in umgekehrter Reihenfolge wieder.',
      ],
    },
    blind: {
      title: 'Wie viel kann es sehen?',
      text: [
        'Nun umgekehrt: Zu einem der Schnitte kommt Rauschen hinzu, und das Netz sagt in einem Aufruf, was es darin noch sieht.',
        'Angenommen σ = 10: Das Rauschen ist dann zehnmal so stark wie jeder Kontrast des Bildes.',
      ],
      choices: {
        slice: 'Es findet genau diesen Schnitt wieder',
        average: 'Es kann nur sagen, wie solche Schnitte im Mittel aussehen',
        noise: 'Es antwortet mit Rauschen',
      },
    },
    little: {
      title: 'Wenig Rauschen',
      text: ['Zuerst eine Stufe, auf der das Bild noch mit bloßem Auge zu erkennen ist.'],
      task: 'Die Rauschstufe σ auf etwa 0,3 stellen (0,2 bis 0,5) und auf das rechte Bild warten.',
    },
    drown: {
      title: 'Im Rauschen ertränken',
      text: ['Jetzt viel mehr Rauschen als Bild.'],
      task: 'Die Rauschstufe σ auf 8 oder mehr stellen und auf das rechte Bild warten.',
    },
    drowned: {
      title: 'Was übrig blieb',
      text: [],
      numbers: (read) => [
        [`Korrelation mit dem Bild bei σ = ${decimal(read('littleSigma'), 2)}`, decimal(read('littleAlike'), 2)],
        [`Korrelation mit dem Bild bei σ = ${decimal(read('drownedSigma'), 1)}`, decimal(read('drownedAlike'), 2)],
        [
          `Kontrast der Vorhersage bei σ = ${decimal(read('drownedSigma'), 1)}, Anteil von dem des Bildes`,
          `${decimal(100 * read('drownedContrast'))} %`,
        ],
      ],
      answer: (read) => [
        `Bei wenig Rauschen fand das Netz das Bild wieder (1 hieße: genau). Bei σ = ${decimal(read('drownedSigma'), 1)} behielt seine Antwort ${decimal(100 * read('drownedContrast'))} % des Kontrasts: Wo es nichts wissen kann, ist die sicherste Antwort das Mittel aller noch möglichen Bilder, und ein Mittel ist grau.`,
        'Darum genügt ein einziger Aufruf nicht zum Zeichnen. Viele kleine Schritte lassen das Modell sich nach und nach für ein Bild entscheiden.',
      ],
    },
    calls: {
      title: 'Wie viele Aufrufe braucht es?',
      text: [
        'Ein Sampler bestimmt, wie es die Rauschstufen hinuntergeht. Das Verfahren von Heun macht mit 12 Schritten 23 Netzaufrufe. DPM-Solver++ macht mit 8 Schritten 8, vom selben Rauschen aus.',
      ],
      choices: {
        same: 'Fast dieselben Schnitte',
        cousins: 'Ähnliche Schnitte, die sich stellenweise unterscheiden',
        others: 'Ganz andere Schnitte',
      },
    },
    compare: {
      title: 'Dasselbe Rauschen, zwei Wege hinab',
      text: [
        'A und B sind eingestellt: 12 Schritte nach Heun und 8 Schritte DPM-Solver++. Beide beginnen mit demselben Rauschen.',
      ],
      task: '„Beide erzeugen“ drücken.',
    },
    compared: {
      title: 'Was die Aufrufe gebracht haben',
      text: [],
      numbers: (read) => [
        ['Netzaufrufe von A', decimal(read('callsA'))],
        ['Netzaufrufe von B', decimal(read('callsB'))],
        ['Zeit von B, Anteil von der für A', `${decimal(100 * read('timeShare'))} %`],
        ['Korrelation von A mit B, Mittel über die Bilder', decimal(read('alike'), 2)],
      ],
      answer: (read) => [
        `Die Bilder korrelieren zu ${decimal(read('alike'), 2)}: 1 wäre dasselbe Bild, 0 ein fremdes. Dasselbe Rauschen führt fast an dieselbe Stelle, weil beide Sampler derselben Gleichung folgen, der eine mit größeren Schritten.`,
        'Ein guter Löser ist mehr wert als viele Schritte. Ob der verbleibende Unterschied zählt, ist eine Frage an die Seite „Messen“, nicht ans Auge.',
      ],
    },
  },
  teacher: {
    aims: [
      'Das Zeichnen mit einem Diffusionsmodell als schrittweises Wegnehmen von Rauschen erklären.',
      'Begründen, warum Grobes bei starkem und Feines bei schwachem Rauschen entschieden wird.',
      'Modell (was steckt in einem verrauschten Bild?) und Sampler (wie geht es die Rauschstufen hinab?) unterscheiden.',
    ],
    questions: [
      {
        ask: 'Warum ist die erste Vorhersage des Netzes so verschwommen?',
        expect:
          'In reinem Rauschen sind fast alle Schnitte möglich. Am wenigsten falsch ist im Mittel ihr Mittelwert, und ein Mittel vieler Bilder ist glatt.',
      },
      {
        ask: 'Zwei Gruppen zeichnen mit demselben Seed und verschiedenen Samplern. Warum gleichen sich ihre Bilder?',
        expect:
          'Der Seed legt das Rauschen fest, und beide Sampler folgen von dort demselben Weg, einer mit größeren Schritten. Bei einem Sampler, der frisches Rauschen zugibt (DDPM), wären sie verschieden.',
      },
      {
        ask: 'Ist das, was das Netz bei starkem Rauschen „sieht“, eine Messung?',
        expect:
          'Nein. Es ist das, was Bilder der Trainingsmenge ausmacht. Was das Rauschen zerstört hat, kommt nicht zurück; es wird nur durch Plausibles ersetzt.',
      },
    ],
    hint: 'Auf langsamen Rechnern vergehen Sekunden zwischen Druck und Bild: in dieser Zeit Erwartungen sammeln. Die Zahlen hängen vom Seed ab, die Reihenfolge von grob und fein nicht.',
  },
};
export default de;
