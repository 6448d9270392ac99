/** Which material the Studio's picture shows, and how the page came to think so. */
import type { Engine } from '../../client/engine.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { Material } from '../../contract/materials.ts';
import { imageOf, type Slice } from '../../lib/slice.ts';

/** Side in px of what a guess looks at. */
const GUESSED = 256;

export class StudioMaterial {
  readonly #engine: Engine;
  readonly #onguess: () => void;
  /** The picture whose material is being asked for. */
  #asked: Slice | null = null;

  value = $state<Material>('rocks');
  /** How the page came to it; null where the visitor or the picture's source said it. */
  guess = $state.raw<{ share: number } | 'asking' | 'failed' | null>(null);

  /** @param onguess called when a guess has changed the material */
  constructor(engine: Engine, onguess: () => void) {
    this.#engine = engine;
    this.#onguess = onguess;
  }

  /** Sets a material that is known, and forgets what was being guessed. */
  set(material: Material): void {
    this.#asked = null;
    this.guess = null;
    this.value = material;
  }

  /** Guesses the material of a picture; what is chosen meanwhile stands. */
  async ask(slice: Slice): Promise<void> {
    this.#asked = slice;
    this.guess = 'asking';
    const current = () => this.#asked === slice;
    // The middle says enough, and the network need not read sixteen million pixels.
    const [width, height] = [Math.min(slice.width, GUESSED), Math.min(slice.height, GUESSED)];
    const [left, top] = [(slice.width - width) >> 1, (slice.height - height) >> 1];
    try {
      const { material, shares } = await this.#engine.guessMaterial(imageOf(slice, { left, top, width, height }));
      if (!current()) return;
      this.value = material;
      this.guess = { share: Math.max(...shares) };
      this.#onguess();
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      if (current()) this.guess = 'failed';
    }
  }
}
