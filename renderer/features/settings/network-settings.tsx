import type { ReactElement } from 'react';
import { changeSettings, send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { KeptField } from '../../ui/kept-field.tsx';
import { limitText, parseLimit } from './limit.ts';
import { Section, SwitchRow } from './parts.tsx';

/** How PCs are found, and how much may flow. */
export function NetworkSettings(): ReactElement {
  const { settings: words } = useStrings();
  const settings = useAppState((state) => state.settings);
  const isSharing = useAppState(({ self }) => self.isSharing);
  return (
    <Section title={words.network}>
      <SwitchRow
        label={words.discovery}
        hint={words.discoveryHint}
        checked={settings.discovery}
        onChange={(discovery) => {
          changeSettings({ discovery });
        }}
      />
      <SwitchRow
        label={words.sharing}
        hint={words.sharingHint}
        checked={isSharing}
        onChange={(isOn) => void send(isOn ? 'resume-sharing' : 'pause-sharing', {})}
      />
      <div className="settings__pair">
        <LimitField
          label={words.downloadLimit}
          limit={settings.downloadLimit}
          onChange={(downloadLimit) => {
            changeSettings({ downloadLimit });
          }}
        />
        <LimitField
          label={words.uploadLimit}
          limit={settings.uploadLimit}
          onChange={(uploadLimit) => {
            changeSettings({ uploadLimit });
          }}
        />
      </div>
      <LimitField
        label={words.playingLimit}
        hint={words.playingLimitHint}
        limit={settings.playingUploadLimit}
        onChange={(playingUploadLimit) => {
          changeSettings({ playingUploadLimit });
        }}
      />
    </Section>
  );
}

interface LimitFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Bytes a second; 0 = none. */
  readonly limit: number;
  readonly onChange: (limit: number) => void;
}

function LimitField({ label, limit, onChange, ...rest }: LimitFieldProps): ReactElement {
  const { settings: words } = useStrings();
  return (
    <KeptField
      {...rest}
      label={label}
      inputMode="decimal"
      placeholder={words.noLimit}
      suffix={<span className="field__suffix">{words.limitUnit}</span>}
      kept={limitText(limit)}
      onKeep={(typed) => {
        const parsed = parseLimit(typed);
        if (parsed !== undefined) onChange(parsed);
      }}
    />
  );
}
