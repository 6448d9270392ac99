import type en from '../../en/lessons/gan.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Zwei Netze im Wettstreit',
  aim: 'Sagen, wie ein GAN lernt, was es neben einem VAE gut kann, was es vernachlässigt und was Moduskollaps ist.',
  steps: {
    fight: {
      title: 'Fälscher und Kritiker',
      text: [
        'Ein Generative Adversarial Network (GAN) besteht aus zwei Netzen. Der Generator fälscht Schnitte aus Rauschen; der Kritiker bekommt echte und gefälschte zu sehen und sagt, welche welche sind. Jeder lernt daran, den anderen zu schlagen.',
        'Niemand sagt dem Generator, welche Pixel falsch sind. Er lernt nur, worauf der Kritiker nicht mehr hereinfällt.',
      ],
    },
    sharp: {
      title: 'Wessen Bilder sind schärfer?',
      text: [
        'Gleich werden dieselben Seeds mit einem GAN und mit einem VAE gezeichnet, der gelernt hat, Bilder Pixel für Pixel wiederherzustellen.',
      ],
      choices: {
        gan: 'Die des GAN haben mehr feine Einzelheiten',
        vae: 'Die des VAE haben mehr feine Einzelheiten',
        equal: 'Etwa gleich',
      },
    },
    obey: {
      title: 'Wer tut, was verlangt ist?',
      text: ['Beiden Modellen wird für jedes Bild eine Porosität genannt. Die Seite misst, welche herausgekommen ist.'],
      choices: { gan: 'Das GAN hält sich genauer daran', vae: 'Der VAE hält sich genauer daran', equal: 'Etwa gleich' },
    },
    'draw-gan': {
      title: 'Mit dem GAN zeichnen',
      text: ['Ein Netzaufruf macht ein Bild.'],
      task: 'Mindestens 8 Bilder mit dem DCGAN mit 64 px zeichnen.',
    },
    'draw-vae': {
      title: 'Mit dem VAE zeichnen',
      text: ['Alles andere lassen, wie es ist.'],
      task: 'Den VAE mit 64 px wählen und mindestens 8 Bilder zeichnen.',
    },
    'sharp-answer': {
      title: 'Schärfe, gemessen',
      text: [],
      numbers: (read) => [
        ['Feine Einzelheiten, GAN', decimal(read('ganFine'), 4)],
        ['Feine Einzelheiten, VAE', decimal(read('vaeFine'), 4)],
      ],
      answer: () => [
        'Feine Einzelheiten sind die Standardabweichung dessen, was Blöcke von 4 px auslassen: Umrisse und Rauschen.',
        'Ein Netz, das Pixel für Pixel bewertet wird, fährt mit dem Mittel aller möglichen Bilder am besten, und ein Mittel ist weich. Ein Kritiker würde ein solches Bild sofort erkennen; ein Generator muss also Umrisse und Rauschen zeichnen.',
      ],
    },
    'obey-answer': {
      title: 'Gehorsam, gemessen',
      text: [],
      numbers: (read) => [
        ['Porosität verfehlt um, GAN (rms)', decimal(read('ganMiss'), 3)],
        ['Porosität verfehlt um, VAE (rms)', decimal(read('vaeMiss'), 3)],
      ],
      answer: () => [
        'Verfehlt um: quadratisches Mittel der Abweichung zwischen verlangter und im Bild gemessener Porosität.',
        'Ein Kritiker fragt, ob ein Bild echt aussieht. Poren zählen muss er nicht. Ein scharfes Bild beweist keine richtige Zahl, darum misst diese Seite beides.',
      ],
    },
    'collapse-told': {
      title: 'Wenn der Kritiker gewinnt',
      text: [
        'Wird der Kritiker zu gut, lernt der Generator nichts mehr von ihm und zeichnet am Ende oft nur ein Bild oder wenige, gleich welches Rauschen: Moduskollaps.',
        'Die Arbeit hinter dieser Seite hat das zweimal erlebt, bei gleichen Lernraten für beide Netze: Der Verlust des Kritikers ging gegen 0, der des Generators auf 50 und mehr. Ihre letzte Fassung ließ den Generator zwanzigmal so schnell lernen.',
      ],
    },
    collapse: {
      title: 'Wenn das Gleichgewicht verloren geht',
      text: [
        'Läuft eines der beiden Netze dem anderen davon, zeichnet der Generator am Ende oft nur ein Bild oder wenige, gleich welches Rauschen: Moduskollaps. Die Arbeit hinter dieser Seite hat das zweimal bei gleichen Lernraten erlebt: Der Verlust des Kritikers ging gegen 0, der des Generators auf 50 und mehr. Unter den Modellen zum Lernen steht ein eigenes GAN, dessen Generator zwanzigmal so schnell lernte wie sein Kritiker, wie in der letzten Fassung der Arbeit.',
      ],
      choices: {
        alike: 'Seine Bilder gleichen einander, welcher Seed auch immer',
        varied: 'Seine Bilder sind so vielfältig wie vorher, nur schlechter',
        noise: 'Seine Bilder haben nichts gemeinsam, wie Rauschen',
      },
    },
    'draw-collapsed': {
      title: 'Damit zeichnen',
      text: ['GAN wählen, die Modelle zum Lernen aufklappen und das kollabierte Modell nehmen.'],
      task: 'Mindestens 8 Bilder mit dem kollabierten GAN zeichnen.',
    },
    collapsed: {
      title: 'Moduskollaps, gemessen',
      text: [],
      numbers: (read) => [
        [
          `Korrelation zweier Bilder, kollabiertes GAN (N = ${decimal(read('collapsedCount'))})`,
          decimal(read('collapsedAlike'), 2),
        ],
        ['Dasselbe, gesundes GAN', decimal(read('ganAlike'), 2)],
      ],
      answer: (read) => [
        `Im Mittel korrelieren zwei seiner Bilder zu ${decimal(read('collapsedAlike'), 2)}, beim gesunden GAN zu ${decimal(read('ganAlike'), 2)} (0: nichts gemeinsam, 1: dasselbe Bild).`,
        'Einem einzelnen Bild sieht man das nicht an. Moduskollaps zeigt sich erst in einer Menge: immer viele ansehen und messen, wie sie sich unterscheiden.',
      ],
    },
  },
  teacher: {
    aims: [
      'Erklären, wie zwei Netze einander trainieren können.',
      'Schärfe und Richtigkeit einer gemessenen Eigenschaft unterscheiden.',
      'Moduskollaps an einer Menge von Bildern erkennen und ein Maß dafür nennen.',
    ],
    questions: [
      {
        ask: 'Warum wird ein VAE durch längeres Training nicht so scharf wie ein GAN?',
        expect:
          'Seine Bewertung verlangt im Mittel richtige Pixel. Wo mehrere Bilder möglich sind, schneidet ihr Mittel am besten ab, gleich wie lange es trainiert.',
      },
      {
        ask: 'Beide Verluste eines GAN bleiben, wo sie sind. Hat es ausgelernt?',
        expect:
          'Das lässt sich nicht sagen: Beide Seiten können gemeinsam besser werden. Die Verluste eines GAN sagen, wer vorn liegt, nicht wie gut die Bilder sind.',
      },
      {
        ask: 'Woran wäre Moduskollaps ohne Hinsehen zu merken?',
        expect:
          'Daran, wie sehr sich die Bilder einer Menge unterscheiden: hier an der Korrelation der Paare, unter „Messen“ an Recall oder Abdeckung.',
      },
    ],
    hint: 'Die Porosität streut mit dem Seed: Bei 16 Bildern sind Unterschiede von wenigen Hundertsteln zwischen zwei Gruppen Zufall. Fehlt das kollabierte Modell, wird der Schritt dazu erzählt statt ausprobiert.',
  },
};
export default de;
