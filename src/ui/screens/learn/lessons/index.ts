/** The lessons in the order of the list. */
import type { Lesson } from '../lesson.ts';
import { noise } from './noise.ts';

export const LESSONS: readonly Lesson[] = [noise];
