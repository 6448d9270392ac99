/** Whether a lesson was under way in this tab before it was reloaded; known without loading the lessons. */

export const RUNNING_KEY = 'specimen.lesson';

/** The lesson’s name, or null. */
export function runningLesson(): string | null {
  try {
    return sessionStorage.getItem(RUNNING_KEY);
  } catch {
    return null; // forbidden storage throws on access
  }
}
