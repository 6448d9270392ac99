import type en from '../../en/lessons/trust.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('de');

const de: typeof en = {
  title: 'Ist einer Zahl zu trauen?',
  aim: 'Sagen, was SSIM, Fréchet-Distanz und Porosität jeweils bemerken und übersehen, und warum die besten Werte zu den schlechtesten Bildern gehören können.',
  steps: {
    sets: {
      title: 'Eine Referenz und beschädigte Kopien',
      text: [
        'Das Feld „Referenz“ enthält 16 simulierte Schnitte. Das Feld „Synthetisch“ ist mit Kopien ebendieser Schnitte gefüllt, jede mit einem Riss darin. Genau hinsehen: Jede ist verdorben.',
        'Später kommen dort 16 neue Bilder desselben Simulators hinein: fehlerfrei, aber nicht dieselben.',
      ],
    },
    ssim: {
      title: 'Welche Menge schneidet besser ab?',
      text: ['SSIM vergleicht Bild 1 mit Bild 1, 2 mit 2 und so weiter. 1 heißt gleich.'],
      choices: { copies: 'Die Kopien mit Riss', fresh: 'Die fehlerfreien neuen Bilder', equal: 'Etwa gleich' },
    },
    notice: {
      title: 'Wer bemerkt den Riss?',
      text: [
        'SSIM vergleicht Bildpaare. Die Fréchet-Distanz vergleicht, was ein Netz in den Mengen als Ganzen sieht. Porosität ist der Anteil dunkler Pixel. Eines davon sagt am besten, dass die Kopien verdorben sind und die neuen Bilder nicht.',
      ],
      choices: { ssim: 'SSIM', frechet: 'Die Fréchet-Distanz', porosity: 'Die Porosität' },
    },
    'measure-copies': {
      title: 'Die Kopien messen',
      text: ['Beide Felder sind gefüllt, und dass es Paare sind, ist angekreuzt.'],
      task: '„Messen“ drücken und auf die Zahlen warten.',
    },
    'measure-fresh': {
      title: 'Die neuen Bilder messen',
      text: ['Das Feld „Synthetisch“ enthält jetzt die fehlerfreien neuen Bilder.'],
      task: 'Noch einmal „Messen“ drücken.',
    },
    'ssim-answer': {
      title: 'SSIM hat einen Liebling',
      text: [],
      numbers: (read) => [
        [`SSIM, Kopien mit Riss (N = ${decimal(read('count'))} Paare)`, decimal(read('copiesSsim'), 2)],
        ['SSIM, fehlerfreie neue Bilder', decimal(read('freshSsim'), 2)],
      ],
      answer: (read) => [
        `SSIM gibt den verdorbenen Kopien ${decimal(read('copiesSsim'), 2)} und den fehlerfreien Bildern ${decimal(read('freshSsim'), 2)}. Es fragt, ob dieselben Pixel an denselben Stellen sind. Neue Bilder desselben Gesteins können das nicht leisten und sollen es auch nicht.`,
        'Es ist ein Maß für Ausbesserung und Kompression, wo es eine richtige Antwort gibt. Bei neuen Bildern belohnt es das Kopieren.',
      ],
    },
    'notice-answer': {
      title: 'Wer es bemerkt hat',
      text: [],
      numbers: (read) => [
        ['Fréchet-Distanz, Kopien mit Riss', decimal(read('copiesFrechet'), 1)],
        ['Fréchet-Distanz, fehlerfreie neue Bilder', decimal(read('freshFrechet'), 1)],
        ['Abweichung der Porosität, Kopien mit Riss', decimal(read('copiesAreaGap'), 3)],
        ['Dasselbe durch Zufall allein', decimal(read('areaChance'), 3)],
      ],
      answer: (read) => [
        `Bei den ersten dreien ist klein gut; die letzte ist der Maßstab. SSIM zog die Kopien vor. Die Porosität weicht um ${decimal(read('copiesAreaGap'), 3)} ab, während schon der Zufall zwei solche Sätze um ${decimal(read('areaChance'), 3)} auseinanderbringt: Ein dünner Riss geht im Zufall unter.`,
        `Die Fréchet-Distanz ist ${decimal(read('copiesFrechet'), 1)} für die Kopien und ${decimal(read('freshFrechet'), 1)} für die neuen Bilder. Bei ${decimal(read('count'))} Bildern sind die Intervalle in der Tabelle breit; ein kleiner Unterschied ist noch kein Ergebnis.`,
      ],
    },
    paradox: {
      title: 'Beste Werte, schlechteste Bilder',
      text: [
        'Die Arbeit hinter dieser Seite hat dasselbe erlebt. Bei Wurzeln hatte DiffEdit von allen Verfahren das beste SSIM (0,843), LPIPS (0,147) und FID (64,7), und die Autoren vermerken, dass seine Bilder sichtbar fehlerhaft waren. Sein CLIPScore war der niedrigste (0,183).',
        'DiffEdit ändert an einem echten Bild wenig. Was einem echten Bild nahe bleibt, schneidet im Vergleich mit ihm gut ab, was auch immer am Rest falsch ist: wieder die Kopien mit Riss. Und die Werte stammen von drei echten und zwei bis sechs erzeugten Bildern.',
        'Also: sagen, was eine Zahl vergleicht, mehrere verwenden, die Bilder zählen, das messen, wofür die Bilder gebraucht werden, und sie ansehen.',
      ],
    },
  },
  teacher: {
    aims: [
      'Ein Maß danach wählen, was es vergleicht: Paare, Mengen oder eine physikalische Eigenschaft.',
      'Erklären, warum SSIM Kopien belohnt.',
      'Eine Zahl zusammen mit N und ihrem Intervall lesen.',
    ],
    questions: [
      {
        ask: 'Eine Arbeit nennt SSIM 0,84 für ihre erzeugten Bilder. Was ist zu fragen?',
        expect:
          'Womit wurden sie gepaart, und dürfen neue Bilder überhaupt paarweise verglichen werden? Wie viele waren es? Waren es Bearbeitungen der Referenzen selbst?',
      },
      {
        ask: 'Warum hat die Porosität den Riss nicht bemerkt?',
        expect:
          'Ein dünner Riss besteht aus wenigen Pixeln, und verglichen werden Mengen, in denen die Porosität von Bild zu Bild stärker schwankt. Paarweise zeigt er sich: Fast jede Kopie hat etwas mehr.',
      },
      {
        ask: 'Was hätte ihn bemerkt?',
        expect:
          'Hinsehen. Merkmale eines Netzes, bei genügend Bildern. Die nächsten Zwillinge unter „Messen“ zeigen, dass neben jeder Kopie eine Referenz steht.',
      },
    ],
    hint: 'Das Messen von 16 Paaren dauert einige Sekunden bis eine Minute. Die Fréchet-Distanz so weniger Bilder ist verrauscht: Trennt er die Mengen einmal nicht klar, sagt die Karte, dass die Messung für keine Antwort entscheidet.',
  },
};
export default de;
