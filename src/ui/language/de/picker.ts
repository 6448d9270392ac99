import type en from '../en/picker.ts';
import { intl } from '../intl.ts';

const { count, decimal } = intl('de');

const de: typeof en = {
  kind: 'Art des Modells',
  families: { diffusion: 'Diffusion', gan: 'GAN', vae: 'VAE' },
  hints: {
    diffusion: 'Nimmt Schritt für Schritt Rauschen weg: echten Schnitten am nächsten und am langsamsten.',
    gan: 'Gegen einen Kritiker gelernt: scharfe Schnitte mit einem Netzaufruf; folgt Eigenschaften lockerer.',
    vae: 'Hat gelernt, Schnitte aus wenigen Zahlen wiederherzustellen: schnell und glatt, zu glatt.',
  },
  model: 'Modell',
  models: {
    'ddpm-64': {
      good: 'echten Gesteinen bei 64 px am nächsten, hält sich an Verlangtes; repariert und bearbeitet im Studio',
      bad: '24 Netzaufrufe je Schnitt: ohne GPU Sekunden',
    },
    'ddpm-128': {
      good: 'echten Gesteinen am nächsten; doppeltes Sehfeld; zeichnet auf Wunsch Ähnliches zu einem Schnitt',
      bad: '16 Aufrufe von vierfacher Arbeit: ohne GPU langsam',
    },
    'student-64': {
      good: '4 Netzaufrufe, echten Fasern nahe, folgt Eigenschaften am besten',
      bad: 'kein Sampler zu wählen, keine Reparaturen und Bearbeitungen',
    },
    'student-128': {
      good: '128 px mit 4 Netzaufrufen, auch ohne GPU schnell; ohne Skizze echten Fasern am nächsten',
      bad: 'weiter von echten Gesteinen entfernt als DDPM 128; kein Sampler zu wählen',
    },
    'control-128': {
      good: 'folgt gezeichneten Umrissen oder Flächen',
      bad: 'langsamer als DDPM 128; kleine Einzelheiten der Skizze gehen verloren',
    },
    'stylegan-64': {
      good: 'ein Netzaufruf, scharfe Körner und Fasern, mischbare Stile',
      bad: 'folgt verlangten Eigenschaften weniger genau als Diffusion',
    },
    'dcgan-64': {
      good: 'ein Netzaufruf, scharfe Umrisse und Rauschen',
      bad: 'Wurzeln fransen aus, starkes Rauschen zeigt ein Gitter',
    },
    'collapsed-64': {
      good: 'zeigt den Moduskollaps: andere Seeds, gleiche Bilder',
      bad: 'keine Vielfalt; zu nichts anderem zu gebrauchen',
      teaching:
        'Sein Generator lernte zwanzigmal so schnell wie sein Diskriminator und fand einige wenige Bilder, die diesen täuschen: Moduskollaps.',
    },
    'vae-64': {
      good: 'klein; richtige Porosität; ein latenter Raum zum Durchwandern',
      bad: 'weiche Umrisse mit Echos, kein Messrauschen',
    },
    'vae-128': {
      good: 'stellt einen Schnitt aus 96 Zahlen wieder her',
      bad: 'verschwommen; kleine Körner und echte Fasern gehen verloren',
    },
    'vae-128-beta': {
      good: 'zeigt, was β bewirkt: etwa halb so viel Information in den latenten Zahlen',
      bad: 'behält weniger von einem Schnitt als mit β = 1',
    },
  },
  good: 'Gut:',
  bad: 'Schlecht:',
  quick: 'hier schnell',
  cost: (resolution, calls) => `${resolution} px · ${count(calls, { one: 'Netzaufruf', other: 'Netzaufrufe' })}`,
  ratio: (ratio) => `${decimal(ratio, ratio < 10 ? 1 : 0)} × Grundabstand`,
  ratioHint:
    'Fréchet-Distanz (SqueezeNet-Merkmale, N = 2000) seiner Gesteine zu echten, mit denen es nicht trainiert wurde. 1 × ist der Abstand zweier Mengen echter Schnitte.',
  toLearn: 'Zum Lernen',
  sparing:
    'Hier hilft keine GPU, deshalb werden wenige Schnitte auf einmal gezeichnet. Schnell sind die Modelle mit wenigen Schritten.',
  notLoaded: 'Dieser Teil konnte nicht geladen werden; die Verbindung prüfen und die Seite neu laden.',
  none: 'Noch keine Liste der Modelle.',
  waiting: 'Die Liste der Modelle ist unterwegs.',
};
export default de;
