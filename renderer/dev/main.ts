import type { LanspreadBridge } from '../../shared/window/bridge.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { speedHistory } from '../state/speed-history.ts';
import { FakeBridge } from './fake-bridge.ts';
import { openPart } from './open-part.ts';
import { pastSpeeds } from './past-speeds.ts';
import { isScene, sceneState } from './scenes.ts';

// The address says what to show: ?scene=party&theme=light&language=de&view=list&open=game:aoe2
const wishes = new URLSearchParams(location.search);
const scene = wishes.get('scene') ?? 'party';
if (!isScene(scene)) throw new Error(`There is no scene ${scene}.`);

const answer = await fetch('../lan-classics.json');
// Our own file, checked where the program reads it.
const catalog = (await answer.json()) as { readonly games: readonly CatalogEntry[] };
const bridge: LanspreadBridge = new FakeBridge(sceneState(scene, catalog.games, wishes));
Object.defineProperty(window, 'lanspread', { value: bridge });
if (scene === 'party' || scene === 'error') speedHistory.setState(pastSpeeds(), true);
await import('../main.tsx');
openPart(wishes.get('open') ?? '');
