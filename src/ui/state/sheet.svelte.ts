/** The sheet that holds a screen's controls on phones, where it covers a part of the pictures. */
export const sheet = $state({ open: false });
