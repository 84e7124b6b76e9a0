// Runs in a page before its own scripts and in a world apart: tells when a stage of its start was on
// the screen, by the browser's own record of what it has painted (Element Timing).
const { ipcRenderer } = require('electron');

const OWN_COPY = '[data-game-id]:is([data-state="downloaded"], [data-state="installed"])';
const STAGES = {
  page: () => document.body !== null,
  library: () => document.querySelector(OWN_COPY) !== null,
};
const awaited = new Map(Object.entries(STAGES));

new PerformanceObserver((list) => {
  for (const { identifier: stage, renderTime } of list.getEntries()) {
    if (Object.hasOwn(STAGES, stage)) {
      ipcRenderer.send('bench-painted', { stage, atMs: performance.timeOrigin + renderTime });
    }
  }
}).observe({ type: 'element', buffered: true });

new MutationObserver(() => {
  for (const [stage, isThere] of awaited) {
    if (!isThere()) continue;
    awaited.delete(stage);
    mark(stage);
  }
}).observe(document, { attributes: true, childList: true, subtree: true });

// A dot that is new in the very frame that shows the stage is painted with it.
function mark(stage) {
  const dot = document.createElement('p');
  dot.setAttribute('elementtiming', stage);
  dot.setAttribute('aria-hidden', 'true');
  dot.textContent = '.';
  Object.assign(dot.style, { position: 'fixed', top: '0', left: '0', pointerEvents: 'none' });
  document.body.append(dot);
}
