import type en from '../en/studio.ts';
import { intl } from '../intl.ts';

const { count } = intl('de');

const de: typeof en = {
  title: 'Studio: einen Schnitt reparieren oder verändern',
  moment: 'Einen Augenblick',
  status: {
    finding: 'Die Stelle wird gesucht.',
    editing: 'Wird bearbeitet.',
    measuring: 'Das Ergebnis wird gemessen.',
    one: 'Das Ergebnis ist da. Behalten oder verwerfen.',
    several: (n) => `${n} Alternativen sind da. Eine auswählen.`,
  },
  open: {
    title: 'Einen Schnitt zum Reparieren oder Verändern öffnen',
    about:
      'Einen Kratzer, Ring oder Riss übermalen und vom Diffusionsmodell füllen lassen, oder den Schnitt selbst verändern. Pixel außerhalb der Maske bleiben Bit für Bit. Nichts verlässt diesen Rechner.',
    example: 'Ausprobieren',
    exampleAbout: 'Ein simuliertes Gestein mit einem Riss durch die Mitte, bereit zur Reparatur.',
    exampleOpen: 'Beispiel öffnen',
    exampleRing: 'Stattdessen mit Ring',
    own: 'Eigenes Bild',
    ownAbout:
      'Ein PNG, JPEG oder TIFF hier ablegen (8 oder 16 Bit, auch eine Seite eines Stapels), von 64×64 bis 4096×4096 Pixel.',
    choose: 'Datei wählen',
    simulated: 'Simulierter Schnitt',
    simulatedForm: 'Einen Schnitt simulieren',
    material: 'Material',
    size: 'Größe',
    seed: 'Seed',
    simulate: 'Simulieren',
    sampled: 'Erzeugter Schnitt',
    lastRun: 'Schnitte des letzten Laufs',
    slice: (origin) => `${origin} öffnen`,
    noRun: ['Im Bereich', 'Schnitte erzeugen und einen davon hier oder dort öffnen.'],
    back: 'Zurück zum Bild',
    reading: (file) => `${file} wird gelesen`,
    drawing: 'Der Schnitt wird erzeugt',
    page: (file, page) => `${file}, Seite ${page}`,
    by: (material, model, origin) => `${material} von ${model}, ${origin}`,
    simulatedName: (material, damage, seed) =>
      `${material}, simuliert${damage === null ? '' : damage === 'crack' ? ', mit Riss' : ', mit Ring'}, Seed ${seed}`,
  },
  replace: {
    ends: (edits) =>
      `Ein anderes Bild zu öffnen beendet dieses mit ${edits === 1 ? 'seiner Bearbeitung' : `seinen ${edits} Bearbeitungen`}. Um es zu behalten, hierbleiben und zuerst „PNG speichern“ drücken.`,
    endsAlternatives:
      'Ein anderes Bild zu öffnen verwirft die Alternativen, die hier warten; zum Behalten hierbleiben und erst eine wählen.',
    endsMask: 'Ein anderes Bild zu öffnen verwirft die Maske, die über dieses gemalt ist.',
    open: 'Das andere öffnen',
    stay: 'Bei diesem bleiben',
  },
  bar: {
    page: 'Seite',
    of: (pages) => `von ${pages}`,
    open: 'Öffnen',
    takenFor: 'Wofür das Modell den Schnitt hält',
    save: 'PNG speichern',
    another: 'Anderes öffnen',
    decideFirst: 'Zuerst behalten oder verwerfen, was gerade entsteht',
    savesBits: (bits) => `Ein PNG mit ${bits} Bit, das sagt, wie es entstanden ist`,
    noEdit: 'Noch gibt es keine Bearbeitung zu speichern',
    guessing: 'Das Bild wird angesehen',
    noGuess: 'Das Material ließ sich nicht erraten; bitte wählen',
    guessed: (percent) => `Aus dem Bild erraten (${percent} %); bitte ändern, falls es nicht stimmt`,
    failed:
      'Die Datei konnte nicht geschrieben werden. Bitte die Verbindung prüfen und noch einmal drücken oder die Seite neu laden.',
    edited: 'bearbeitet',
  },
  stage: {
    legend: 'Was zu sehen ist',
    views: { picture: 'Bild', compare: 'Vergleich', difference: 'Differenz' },
    field: 'Bild',
    editing: 'Wird bearbeitet',
    after: 'Nach der Bearbeitung',
    before: 'Vor der Bearbeitung',
    beforeMark: 'vorher',
    afterMark: 'nachher',
    share: 'Wie viel vom Bild vorher zu sehen ist',
    shares: (before, after) => `${before} % vorher, ${after} % nachher`,
    largest: (grey) => `Wo sich Grauwerte geändert haben, um höchstens ${grey}`,
    scale: (grey) => `Schwarz: unverändert. Weiß: um ${grey} des Graubereichs geändert.`,
    whole: (size) => `Der ganze Schnitt, ${size} px`,
    part: (size) => `Der Teil um die Maske, ${size} px`,
    emerged: 'Was bisher entstanden ist',
  },
  alternatives: {
    emerging: 'Entsteht',
    pick: 'Eine auswählen',
    seed: (seed) => `Seed ${seed}`,
    number: (n) => `Alternative ${n}`,
    numbered: (n, seed) => `Alternative ${n}, Seed ${seed}`,
  },
  history: {
    label: 'Verlauf der Bearbeitungen',
    title: 'Verlauf',
    undo: 'Bearbeitung rückgängig machen',
    redo: 'Bearbeitung wiederholen',
    opened: 'Wie es geöffnet wurde',
    empty: 'Behaltene Bearbeitungen reihen sich hier auf.',
    edit: (method, seed) => `${method}, Seed ${seed}`,
    hosted: (provider, model, practice) => `${practice ? 'Übungsserver für ' : ''}${provider}, ${model}`,
  },
  inspector: {
    legend: 'Was zu tun ist',
    tabs: { inpaint: 'Ausfüllen', vary: 'Variieren', edit: 'Ändern', hosted: 'Gehostet' },
    sheet: 'Einstellungen und Zahlen',
    how: 'Wie',
    find: 'Stelle suchen',
    maskFirst: 'Die Maske ist zu sehen, bevor sich etwas ändert.',
    oneResult:
      'Ändert, was maskiert ist; zum neuen Suchen die Maske leeren. Ein Ergebnis: Es wird kein Rauschen gezogen.',
    four: 'Vier Alternativen, jede aus einem eigenen Seed.',
    keep: 'Diese behalten',
    others: 'Vier andere',
    discard: 'Verwerfen',
    fits: 'Wie es passt',
    shownFits: 'Wie die gezeigte Bearbeitung passt',
    method: 'Verfahren',
    hostedNotLoaded:
      'Gehostete Modelle konnten nicht geladen werden. Bitte die Verbindung prüfen und die Seite neu laden.',
  },
  inpaint: {
    strength: '1 füllt die Maske aus reinem Rauschen; weniger behält mehr von dem, was darunter liegt, bis fast alles.',
  },
  vary: {
    strength:
      'Wie viel Rauschen zuerst hinzukommt: wenig ergibt fast denselben Schnitt, viel einen anderen derselben Art.',
  },
  edit: {
    say: 'In Worten',
    examples: {
      rocks: 'größere Körner, etwas weniger Rauschen',
      fibers: 'dickere Fasern, weniger Rauschen',
      roots: 'dickere Wurzeln, weniger Rauschen',
    },
    understood: (changes) => `Verstanden: ${changes}.`,
    unknown: (words, material, vocabulary) =>
      `Nicht verstanden: ${words.map((word) => `„${word}“`).join(', ')}. Möglich ist für ${material}: ${vocabulary}.`,
    vocabulary: {
      rocks:
        'mehr oder weniger Poren, größere oder kleinere Körner, mehr oder weniger Rauschen, „viel“ und „etwas“, oder „Porosität 0,2“',
      fibers:
        'mehr oder weniger Fasern, dickere oder dünnere Fasern, mehr oder weniger Rauschen, „viel“ und „etwas“, oder „Faseranteil 0,5“',
      roots:
        'mehr oder weniger Wurzeln, dickere oder dünnere Wurzeln, mehr oder weniger Rauschen, „viel“ und „etwas“, oder „Wurzelanteil 0,2“',
    },
    attributes: 'Gemessene Eigenschaften stehen hier an der Stelle eines Textes.',
    strength:
      'Wie weit der Schnitt sich von sich entfernen darf: wenig behält die Formen, viel lässt das Modell neu zeichnen.',
    asIs: (attribute) => `${attribute} wie sie ist`,
    leave: 'Lassen, wie es ist',
    reset: 'Zurück',
    stays: (now) => `${now}, bleibt`,
    limit: (target) => `${target} (Grenze)`,
  },
  strength: {
    label: 'Stärke',
    words: ['fast gleich', 'Einzelheiten ändern sich', 'Formen ändern sich', 'wenig bleibt', 'dieselbe Art'],
  },
  scope: { legend: 'Wo', mask: 'In der Maske', slice: 'Ganzer Schnitt' },
  sampling: {
    summary: 'Wie erzeugt wird',
    steps: 'Schritte',
    stepsText: (n) => count(n, { one: 'Schritt', other: 'Schritte' }),
    times: 'So oft wird jeder Schritt getan',
    timesText: (n) => `${n}-mal`,
    seed: 'Erster Seed',
    seedProblem: (max) => `Der Seed muss eine ganze Zahl von 0 bis ${max} sein.`,
  },
  progress: {
    finding: 'Die Stelle wird gesucht',
    several: 'Vier Alternativen entstehen',
    one: 'Wird erzeugt',
    step: (done, total) => `Schritt ${done} von ${total}`,
    loading: (model) => `${model} und Laufzeit werden geladen`,
    of: (done, total) => `${done} von ${total}`,
    measuring: 'Das Ergebnis wird gemessen',
    fits: 'Wie es passt',
    preparing: (model) => `${model} wird vorbereitet`,
    once: 'einmal je Besuch',
    starting: 'Startet',
    moment: 'Einen Augenblick',
    theModel: 'Das Modell',
  },
  numbers: {
    inside: 'SSIM innen',
    insideHint: 'Mittlere strukturelle Ähnlichkeit mit dem Bild vorher, über die bearbeiteten Pixel. 1: gleich.',
    outside: 'SSIM außen',
    outsideHint: 'Dasselbe über die behaltenen Pixel; Fenster am Rand sehen beide Seiten.',
    seam: 'Naht',
    seamHint: 'Grausprünge über den Rand der Maske, geteilt durch die daneben. 1: keine sichtbare Naht.',
    fraction: (attribute, around) => `${attribute} innen${around ? ' · umher' : ''}`,
    pixels: (around) => `Pixel innen${around ? ' · umher' : ''}`,
    mean: 'Was sie bedeuten',
    meaning:
      'SSIM ist die Ähnlichkeit mit dem Bild vorher, 1 bei Gleichheit. Innen niedrig ist kein Fehler: Eine Reparatur soll ihrer Umgebung gleichen. Außen hat sich kein Pixel geändert; Fenster am Rand sehen beide Seiten, daher liegt der Wert knapp unter 1. Die Naht sind die Grausprünge über den Rand der Maske, geteilt durch die daneben: nahe 1 ist keine zu sehen. S₂(r) ist die Wahrscheinlichkeit, dass zwei Punkte im Abstand r beide in der gemessenen Phase liegen.',
    correlation: 'Korrelation S₂(r)',
    aroundKey: 'umher',
    insideKey: 'innen',
    summary: (inside, around) =>
      `Zweipunktkorrelation des bearbeiteten Teils und seiner Umgebung: ${inside} und ${around} im Abstand 0.`,
  },
  made: {
    label: 'Von wem es stammt',
    by: 'Erzeugt von',
    practice: (provider) => `${provider} (an seiner Stelle ein Übungsserver)`,
    model: 'Modell',
    request: 'Anfrage',
    notTold: 'nicht genannt',
    changed: 'Bekannte Pixel waren geändert um',
    changedHint:
      'Mittlere Änderung der Pixel außerhalb der Maske, wie sie zurückkamen; die eigenen wurden zurückgesetzt.',
    putBack: (greys) => `${greys} von 255, zurückgesetzt`,
  },
  obstacles: {
    noCard: 'Das Modell ist noch nicht da; bitte oben erneut versuchen.',
    loading: 'Die Karte des Modells wird geladen.',
    guessing: 'Die Seite findet gerade heraus, was dieses Bild zeigt; warten oder das Material darüber wählen.',
    material: (model) => `${model} kennt dieses Material nicht; bitte ein anderes wählen.`,
    paint: 'Übermalen, was gefüllt werden soll.',
    full: 'Alles ist maskiert, es bleibt kein Anhalt; einen Teil freilegen oder „Variieren“ nehmen.',
    say: 'Sagen, was sich ändern soll, in Worten oder mit einem Regler.',
    limit: 'So ist der Schnitt schon, oder mehr kennt das Modell nicht; bitte etwas anderes verlangen.',
    largeMask: (size) =>
      `Die Maske reicht über ${size} Pixel, und 512×512 werden auf einmal bearbeitet; bitte einen kleineren Teil maskieren.`,
    largePicture: (size) =>
      `Das Bild hat ${size} Pixel, und 512×512 werden auf einmal bearbeitet; bitte den Teil maskieren, der sich ändern soll.`,
    hostedPicture: (size) =>
      `Das Bild hat ${size} Pixel; gehostete Modelle arbeiten mit etwa 1024×1024, und verkleinert wird hier nichts. Bitte den Teil maskieren, der sich ändern soll.`,
    hostedMask: (size) =>
      `Die Maske reicht über ${size} Pixel; gehostete Modelle arbeiten mit etwa 1024×1024, und verkleinert wird hier nichts. Bitte einen kleineren Teil maskieren.`,
    closed:
      'Dieses Ergebnis gehört zu einem Bild, das nicht mehr offen ist; bitte jenes öffnen und noch einmal fragen.',
  },
  methods: {
    repaint: {
      label: 'RePaint',
      beside: 'wiederholen, bis es passt',
      meaning:
        'Geht jeden Schritt mehrmals, mit Rauschen dazwischen, bis die Füllung zum Bekannten passt. Langsam, mit der geringsten Naht. Nach Lugmayr et al. 2022.',
    },
    posterior: {
      label: 'Angleich',
      beside: 'Posterior Sampling',
      meaning:
        'Findet das Rauschen, aus dem das Modell selbst das Bekannte um die Maske erzeugt hätte, sodass die Füllung daran anschließt. Fragt das Netz zweimal je Schritt.',
    },
    replacement: {
      label: 'Ersetzen',
      beside: 'Bekanntes zurücksetzen',
      meaning:
        'Setzt das Bekannte nach jedem Schritt zurück. Der einfache und schnelle Weg, mit Nähten. Nach Song et al. 2021.',
    },
    sdedit: {
      label: 'SDEdit',
      beside: 'Rauschen und zurück',
      meaning: 'Fügt Rauschen bis zur Stärke hinzu und lässt das Modell es wieder wegnehmen. Nach Meng et al. 2022.',
    },
    diffedit: {
      label: 'DiffEdit',
      beside: 'suchen, dann ändern',
      meaning:
        'Findet, wo sich der Schnitt ändern muss, zeigt es als Maske zum Nachbessern und ändert nur das. Nach Couairon et al. 2023.',
    },
    ledits: {
      label: 'LEDITS++',
      beside: 'neu aus eigenem Rauschen',
      meaning:
        'Findet Rauschen, aus dem das Modell genau diesen Schnitt erzeugt, und erzeugt ihn mit anderen Eigenschaften neu. Nach Brack et al. 2024.',
    },
    instruct: {
      label: 'Instruct',
      beside: 'wie InstructPix2Pix',
      meaning: 'Zieht zugleich zu den Eigenschaften und zum Schnitt hin. Nach Brooks et al. 2023.',
    },
  },
};
export default de;
