import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { lanspread } from './bridge.ts';
import { App } from './layout/app.tsx';
import { connectMirror } from './state/mirror-store.ts';
import { recordSpeeds } from './state/speed-history.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the window.');

connectMirror(lanspread());
recordSpeeds();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
