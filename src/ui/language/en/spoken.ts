/** What is said below the page is English already; see `../spoken.ts`. */
const en: Record<string, string> = {};
export default en;
