/** Hosted models: their part of Settings, and the panel that sends a picture to one. */
import { intl } from '../intl.ts';

const { count } = intl('en');

export default {
  operations: {
    inpaint: 'Fill the mask',
    instruct: 'Change it as the words say',
    vary: 'Another one like it',
    edges: 'A new one over its edges',
    generate: 'From words alone',
  },
  masks: {
    alpha: 'Mask: transparent is changed',
    white: 'Mask: white is changed',
    none: 'takes no mask',
  },
  keeps: {
    memory: 'key in memory until the page is closed',
    tab: 'key kept until this tab is closed',
    device: 'key encrypted on this computer',
  },
  progress: {
    sending: (name: string) => `Sending to ${name}`,
    queue: (name: string) => `In the queue at ${name}`,
    ahead: (name: string, ahead: number) => `In the queue at ${name}, ${ahead} ahead`,
    working: (name: string) => `${name} is working`,
    partial: (name: string) => `${name} is working; this is as far as it has come`,
    fetching: 'Fetching the picture',
    soFar: 'The picture as far as it has come',
    waiting: (name: string) => `Waiting for ${name}`,
  },
  settings: {
    about:
      'Optional. With a key of your own the Studio can also send a picture to a hosted model. Nothing here is needed for anything else, and nothing is sent before you have seen what, where to and for about how much.',
    providers: 'Providers',
    add: 'Add a provider',
    notLoaded: 'Hosted models could not be loaded; reload the page.',
    paper: 'What the paper used, and what is nearest now',
  },
  adding: {
    provider: 'Provider',
    direct: (hosts: string, fetches: boolean) =>
      `The page sends to ${hosts}${fetches ? ' and fetches results from fal.media' : ''}.`,
    proxy: (name: string) =>
      `${name} refuses calls from web pages, so it needs the small proxy that comes with Specimen, at an address of yours. The proxy sees the key.`,
    own: 'A server of your own, or your lab’s, that speaks OpenAI’s images API.',
    practice: 'Use a practice server in its place',
    practiceNote: '(no real key, no cost)',
    proxyAddress: 'Address of the proxy',
    serverAddress: 'Address of the server',
    key: 'Key',
    keysAt: (name: string) => `Keys at ${name}`,
    keep: 'Keep the key',
    memory: 'Memory',
    tab: 'This tab',
    device: 'Encrypted',
    memoryHint: 'Gone when the page is closed or reloaded. Nothing is written anywhere.',
    tabHint:
      'Survives a reload and is gone with the tab. Until then it lies unencrypted in the browser’s session storage.',
    deviceHint:
      'Encrypted on this computer; the passphrase opens it after each reload. A lost passphrase cannot be recovered.',
    passphrase: 'Passphrase',
    add: (name: string) => `Add ${name}`,
    pasteKey: (name: string) => `Paste your key for ${name}.`,
    badKey: (name: string) =>
      `The key for ${name} holds a space or a sign that no key has, such as “…”; copy the whole key again.`,
    shortPassphrase: (least: number) => `Choose a passphrase of at least ${least} characters.`,
    and: ' and ',
  },
  row: {
    practice: (host: string) => `${host} (practice)`,
    test: 'Test',
    forget: 'Forget',
    unlockForm: (name: string) => `Unlock ${name}`,
    passphraseFor: (name: string) => `Passphrase for ${name}`,
    unlock: 'Unlock',
    asking: (name: string) => `Asking ${name}, at no cost`,
    works: 'The key works.',
    silent: (name: string, seconds: number) => `${name} did not answer within ${seconds} seconds; try again.`,
  },
  spending: {
    cap: 'Spend at most, US$',
    ask: 'Ask again above, US$',
    sum: (usd: string, unknown: number) =>
      `About ${usd} so far in this tab${unknown > 0 ? `, and ${count(unknown, { one: 'call', other: 'calls' })} of unknown price` : ''}. Prices are estimates and the page knows only its own calls: set a budget at the provider as well.`,
  },
  form: {
    label: 'Ask a hosted model',
    what: 'What to do',
    maskFirst: 'Mask the part that shall change first.',
    model: 'Model',
    ofYours: 'a model of your server',
    ownName: 'Name of the model at your server',
    noName: 'Write the name of the server’s model.',
    promptless: 'This model takes no words.',
    prompt: 'Prompt',
    paperPrompt: (material: string) => `The paper’s for ${material}`,
    leftEmpty: 'Left empty, fixed neutral words are sent.',
    quality: 'Quality',
    qualities: { low: 'Low', medium: 'Medium', high: 'High' },
    see: 'See what will be sent',
    nothingYet: 'Nothing is sent yet.',
  },
  panel: {
    label: 'Hosted models',
    noneOpen:
      'No hosted provider is open. You do not need one: everything else here runs on this computer. With a key of your own,',
    inSettings: 'add or unlock one in Settings',
    cancelled: 'Cancelled.',
    cancelledThere: (name: string) => `Cancelled, here and at ${name}. What it had done so far may be billed.`,
    cancelledHere: (name: string) => `Cancelled here. ${name} cannot be told and may bill it all the same.`,
  },
  result: {
    free: 'Nothing was billed: it came from a practice server.',
    unknown: (name: string) => `${name} does not say what it cost; look at your usage there.`,
    measured: (usd: string, name: string) => `It cost ${usd} by the tokens that ${name} counted.`,
    about: (usd: string) => `It cost about ${usd} by the list of prices.`,
    picture: (model: string, size: string) => `Result of ${model}, ${size} px`,
    putBack: (name: string, mean: string, most: number) =>
      `Your own pixels outside the mask were put back. ${name} had changed them by ${mean} of 255 grey levels on average, ${most} at most.`,
    synthetic: (model: string) => `Synthetic: ${model} made it, and asking again gives another picture.`,
    use: 'Use this result',
    again: 'Ask for another',
  },
  review: {
    title: (host: string) => `This will be sent to ${host}`,
    picture: 'Picture',
    asSent: (label: string) => `${label}, as it is sent`,
    model: 'Model',
    asked: 'Asked for',
    askedFor: (size: string, quality: string | null, own: string) =>
      `one picture of ${size} px${quality ? `, ${quality.toLowerCase()} quality` : ''}; your own is ${own} px`,
    price: 'Price',
    unknown: 'not known',
    free: 'nothing, it is a practice server',
    about: (usd: string) => `about ${usd}`,
    left: 'Left',
    leftOf: (left: string, cap: string) => `${left} of ${cap} for this tab`,
    mayKeep: (name: string) =>
      `${name} may keep what it gets, as its terms say. Your key goes along in the request’s header.`,
    over: (cap: string) => `This would go over your limit of ${cap}; raise it, if you mean to, in`,
    agreeUnknown: 'Send it although the price is not known',
    agree: (usd: string) => `Yes, spend about ${usd}`,
    send: (host: string) => `Send to ${host}`,
    back: 'Back',
  },
  /** The paper's methods that need words or pictures: what was used, whether it is still there, and what is nearest now. */
  paper: {
    label: 'The paper’s methods then and now',
    method: 'Method',
    then: 'Then, and still?',
    hosted: 'Nearest hosted',
    local: 'Nearest here',
    now: { gone: 'Gone', own: 'Not hosted', unsure: 'Not sure' },
    source: (date: string) =>
      `Methods of Sordo et al. 2025, J. Imaging 11, 252, doi:10.3390/jimaging11080252. Hosted models as of ${date}; none of them repeats the paper’s numbers.`,
    rows: [
      {
        method: 'DALL-E 2, from words',
        then: 'dall-e-2 at OpenAI',
        now: 'gone',
        fate: 'retired on 12 May 2026',
        hosted: 'OpenAI gpt-image-2.6-flare, low quality: a successor',
        local: 'ddpm-64 with attributes in place of words',
      },
      {
        method: 'DALL-E 3, from words',
        then: 'dall-e-3 at OpenAI',
        now: 'gone',
        fate: 'retired on 12 May 2026',
        hosted: 'OpenAI gpt-image-2.6-sunburst: a successor',
        local: 'ddpm-64 with attributes in place of words',
      },
      {
        method: 'DALL-E 2, variation',
        then: 'dall-e-2, no prompt',
        now: 'gone',
        fate: 'retired, with the whole endpoint',
        hosted: 'fal flux-pro/v1/redux, no prompt; OpenAI with fixed words',
        local: 'Studio, Vary: SDEdit with ddpm-64',
      },
      {
        method: 'DALL-E 2, edit',
        then: 'dall-e-2 with a mask',
        now: 'gone',
        fate: 'retired on 12 May 2026',
        hosted: 'fal flux-pro/v1/fill; OpenAI gpt-image-2.6-flare with a mask',
        local: 'Studio, Inpaint: Match (posterior sampling), RePaint or replacement with ddpm-64',
      },
      {
        method: 'ControlNet',
        then: 'Stable Diffusion 1.5, Canny 100/200, 30 steps',
        now: 'own',
        fate: 'open weights; not found hosted in this version',
        hosted: 'fal flux-pro/v1/canny; Black Forest Labs flux-pro-1.0-canny with the paper’s thresholds',
        local: 'Sample, Sketch: outlines or areas, with control-128',
      },
      {
        method: 'Stable unCLIP',
        then: 'Stable Diffusion 2.1 unCLIP',
        now: 'unsure',
        fate: 'open weights; a hosted page exists, whether it answers is not known',
        hosted: 'Replicate flux-redux-dev: another method',
        local: 'Sample, More like this one, with ddpm-128; Studio, Vary: SDEdit with ddpm-64 is another method',
      },
      {
        method: 'InstructPix2Pix',
        then: 'Guidance 3.0, image guidance 1.5, 30 steps',
        now: 'own',
        fate: 'open weights; not found hosted',
        hosted: 'fal flux-2/turbo/edit; Hugging Face FLUX.1-Kontext-dev; Gemini: other methods',
        local: 'Studio, Edit: Instruct, by attributes, with ddpm-64',
      },
      {
        method: 'LEDITS++',
        then: '50 inversion steps, skip 0.1, guidance 10, threshold 0.75',
        now: 'own',
        fate: 'open weights; only a demonstration is online',
        hosted: 'None; an instruction edit is nearest',
        local: 'Studio, Edit: LEDITS++, by attributes, with ddpm-64',
      },
      {
        method: 'DiffEdit',
        then: 'Stable Diffusion 2.1 with DDIM',
        now: 'own',
        fate: 'open weights; not found hosted',
        hosted: 'None that finds its mask; a masked edit is nearest',
        local: 'Studio, Edit: DiffEdit, by attributes, with ddpm-64',
      },
      {
        method: 'DCGAN, StyleGAN2-ADA',
        then: 'Trained on the paper’s own data',
        now: 'own',
        fate: 'the code is public, weights and data are not',
        hosted: 'None for own data',
        local: 'dcgan-64 and stylegan-64, which is StyleGAN2 in small',
      },
    ] as {
      method: string;
      then: string;
      now: 'gone' | 'own' | 'unsure';
      fate: string;
      hosted: string;
      local: string;
    }[],
  },
};
