/** The button that keeps a run, wherever there is one. */
export default {
  keep: 'Keep',
  hint: 'Keeps these slices in the Gallery, on this computer, with everything that draws them again',
  keeping: 'Keeping',
  kept: 'Kept',
  where: 'In the Gallery',
  said: 'Kept in the Gallery on this computer.',
  before: 'These slices are in the Gallery already.',
  undo: 'Undo',
  undone: 'Not kept any more.',
  failed:
    'The part of the page that keeps runs could not be loaded; copy the link of these slices, check the connection and open it anew.',
};
