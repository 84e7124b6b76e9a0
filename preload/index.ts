import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { CHANNELS, type LanspreadBridge } from '../shared/window/bridge.ts';

// All that a page can reach. No channel, path or event object gets through.
const bridge: LanspreadBridge = {
  run: (name, params) => ipcRenderer.invoke(CHANNELS.run, name, params),
  watch: (onFrame) => {
    const hear = (_event: IpcRendererEvent, frameText: string, isDrawnAsked: boolean): void => {
      onFrame(frameText);
      if (isDrawnAsked) requestAnimationFrame(tellDrawn);
    };
    ipcRenderer.on(CHANNELS.frame, hear);
    ipcRenderer.send(CHANNELS.resync);
    return () => {
      ipcRenderer.removeListener(CHANNELS.frame, hear);
    };
  },
  resync: () => {
    ipcRenderer.send(CHANNELS.resync);
  },
};

// Called before the browser draws: what comes after is told of behind it.
function tellDrawn(): void {
  setTimeout(() => {
    ipcRenderer.send(CHANNELS.drawn);
  });
}

contextBridge.exposeInMainWorld('lanspread', bridge);
