import { useEffect } from 'react';
import { closePanel, toggleDownloads, uiStore } from '../state/ui-store.ts';

/** Keys that work everywhere: Ctrl+J opens the downloads, Escape closes what is open. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'j') {
    event.preventDefault();
    toggleDownloads();
  }
  if (event.key === 'Escape') closeTopmost();
}

function closeTopmost(): void {
  const { panel, isDownloadsOpen } = uiStore.getState();
  if (panel) closePanel();
  else if (isDownloadsOpen) toggleDownloads();
}
