/** Put in by the build, see vite.offline.config.ts. */
declare const __FILE__: boolean;

/** True in the page as one file, which was opened from a disk and carries everything in itself. */
export const IN_FILE = __FILE__;
