import type en from '../../en/lessons/ring.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Einen Ring ausbessern',
  aim: 'Ein Artefakt maskieren, von einem Modell füllen lassen, die Ausbesserung beurteilen und sagen, was sie nicht ist.',
  steps: {
    open: {
      title: 'Ein Bild mit einem Fehler',
      text: ['Das Studio bessert einen Teil eines Schnitts aus und lässt jedes andere Pixel, wie es ist.'],
      task: 'Das Beispiel mit einem Ring öffnen.',
    },
    artefact: {
      title: 'Was ein Ring ist',
      text: [
        'Bei der Mikro-CT dreht sich die Probe, und ein Detektor nimmt Projektionen auf. Ein Detektorpixel, das immer etwas zu viel oder zu wenig zählt, hinterlässt in jeder Schicht einen Ring um die Drehachse.',
        'Im Gestein ist er nicht. Wer mit ihm die Porosität misst, zählt ihn als Feststoff oder als Pore.',
      ],
    },
    truth: {
      title: 'Was wird die Füllung sein?',
      text: [
        'Gleich wird ein Stück des Rings maskiert, und ein Diffusionsmodell füllt es aus dem, was darum herum ist. Dieses Bild ist simuliert; die Seite weiß also, was vor dem Ring dort war.',
      ],
      choices: {
        truth: 'Das, was wirklich dort war',
        plausible: 'Etwas, das hineinpasst, aber nicht dort war',
        blur: 'Eine Verwischung der Umgebung',
      },
    },
    mask: {
      title: 'Maskieren',
      text: [
        'Das Werkzeug „Riss oder Ring finden“ nimmt mit einem Klick das meiste des Rings, sobald „Die Linie ist“ auf „Hell“ steht. Mit dem Pinsel ein Stück entlang des Rings zu malen geht auch; ein Sechstel genügt und ist schneller gefüllt.',
      ],
      task: 'Ein Stück des Rings maskieren.',
    },
    inpaint: {
      title: 'Füllen',
      text: [
        'Das Modell zeichnet vier Alternativen, jede aus eigenem Rauschen. Was nicht maskiert ist, leitet sie und bleibt Bit für Bit.',
      ],
      task: '„Ausfüllen“ drücken und auf die Alternativen warten.',
    },
    'truth-answer': {
      title: 'Die Ausbesserung und die Wahrheit',
      text: [],
      numbers: (read) => [
        ['Porosität in der Maske', decimal(read('inside'), 2)],
        ['Porosität darum herum', decimal(read('around'), 2)],
        ['Sprung an der Naht (1: keiner zu sehen)', decimal(read('seam'), 2)],
        ['Korrelation mit dem, was dort war', decimal(read('truthAlike'), 2)],
        [
          `Korrelation mit den ${decimal(read('alternatives') - 1)} anderen Füllungen, Mittel`,
          decimal(read('othersAlike'), 2),
        ],
      ],
      answer: (read) => [
        `Mit dem, was wirklich dort war, korreliert die Füllung zu ${decimal(read('truthAlike'), 2)} (1: dasselbe, 0: nichts gemeinsam), mit den anderen Alternativen zu ${decimal(read('othersAlike'), 2)}. Wo sich die Alternativen unterscheiden, entscheidet die Umgebung nicht, was dorthin gehört.`,
        'Eine Ausbesserung kann nahtlos sein und die richtige Porosität haben, ohne eine Messung zu sein. Sie ist eine passende Vermutung: zeigen, darüber hinweg segmentieren, aber nicht darin messen.',
      ],
    },
    keep: {
      title: 'Behalten und dazu stehen',
      text: [
        'Die anderen Alternativen ansehen und die beste behalten. Der Verlauf bewahrt jede Fassung, und Rückgängig führt zurück.',
        'Ein gespeichertes PNG sagt, dass es bearbeitet wurde, in welchem Rechteck und wie viele Pixel, von welchem Modell und mit welchem Seed. Welche Pixel, sagt es nicht: dafür die Maske dazu speichern, damit niemand sie für gemessen hält.',
      ],
    },
  },
  teacher: {
    aims: [
      'Ein Ringartefakt erkennen und sagen, woher es kommt.',
      'Einen Fehler maskieren und füllen lassen und das Ergebnis an Naht und Porosität beurteilen.',
      'Eine plausible Füllung von einer Messung unterscheiden.',
    ],
    questions: [
      {
        ask: 'Warum ist ein Ring ein Ring?',
        expect:
          'Ein Detektorpixel sieht bei jedem Winkel denselben Abstand von der Achse. Die Rekonstruktion verschmiert seinen Fehler über einen Kreis.',
      },
      {
        ask: 'Darf ein ausgebessertes Bild in eine Veröffentlichung?',
        expect:
          'Als Abbildung, die das sagt. Messungen sollten die gefüllten Pixel auslassen, und das Rohbild ist aufzubewahren.',
      },
      {
        ask: 'Was sagen Alternativen, die sich unterscheiden?',
        expect:
          'Wie wenig die Umgebung festlegt. Wo alle übereinstimmen, ist die Füllung besser begründet, aber immer noch nicht gemessen.',
      },
    ],
    hint: 'Je größer das maskierte Stück, desto länger dauert es: Ein Sechstel des Rings genügt. Auf langsamen Rechnern weniger Schritte einstellen.',
  },
};
export default de;
