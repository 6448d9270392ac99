/** The lessons in the order of the list. */
import type { Lesson } from '../lesson.ts';
import { gan } from './gan.ts';
import { latent } from './latent.ts';
import { noise } from './noise.ts';
import { ring } from './ring.ts';
import { steering } from './steering.ts';
import { trust } from './trust.ts';

export const LESSONS: readonly Lesson[] = [latent, gan, noise, steering, ring, trust];
