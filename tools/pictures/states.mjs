/** The window's main states, each by the address of the made-up party that shows it (`renderer/dev/`). */
export const states = {
  library: 'scene=party',
  list: 'scene=party&view=list',
  game: 'scene=party&open=game:bf1942',
  people: 'scene=party&open=people',
  downloads: 'scene=party&open=downloads',
  settings: 'scene=party&open=settings',
  empty: 'scene=empty',
  'nobody-here': 'scene=lonely',
  'first-run': 'scene=first-run',
  trouble: 'scene=error&open=game:bf2',
  removing: 'scene=party&open=remove:aoe2',
  'nothing-found': 'scene=party&open=search:zzzz',
};

/** Width and height of the window's inside, in pixels. */
export const sizes = {
  small: [900, 600],
  usual: [1280, 800],
  large: [1920, 1080],
};

/** The pictures that the documents show. */
export const shown = ['library', 'game', 'downloads', 'people', 'first-run'];
