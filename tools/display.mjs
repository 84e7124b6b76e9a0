/** Whether a window can be seen here. */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** A command of a program that draws: on a screen that stands nowhere, where there is none. */
export function drawing(command) {
  return hasDisplay() ? command : ['xvfb-run', '-a', ...command];
}
