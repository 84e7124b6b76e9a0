import { type ReactElement, type SubmitEvent, useState } from 'react';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ConnectResult, connectTo } from './connect-to.ts';
import type { Strings } from '../../strings/strings.ts';

/** Connects to a PC that is not found by itself. */
export function ConnectForm(): ReactElement {
  const strings = useStrings();
  const words = strings.people;
  const [address, setAddress] = useState('');
  const [isConnecting, setIsConnecting] = useState(false);
  const [result, setResult] = useState<ConnectResult>();

  const connect = async (): Promise<void> => {
    setIsConnecting(true);
    const answer = await connectTo(address);
    setIsConnecting(false);
    setResult(answer);
    if (answer.type === 'connected') setAddress('');
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (address.trim() !== '' && !isConnecting) void connect();
  };
  return (
    <form className="connect" onSubmit={submit}>
      <h3 className="connect__title">{words.connectTitle}</h3>
      <div className="connect__line">
        <TextField
          className="connect__field"
          label={words.address}
          placeholder={words.addressExample}
          value={address}
          problem={result && problemOf(result, strings)}
          onChange={(event) => {
            setAddress(event.target.value);
            setResult(undefined);
          }}
        />
        <Button type="submit" disabled={isConnecting || address.trim() === ''}>
          {isConnecting ? words.connecting : words.connectButton}
        </Button>
      </div>
      <p role="status" className="connect__done">
        {result?.type === 'connected' && words.connected(result.name)}
      </p>
    </form>
  );
}

function problemOf(result: ConnectResult, { connectFailed }: Strings): string | undefined {
  switch (result.type) {
    case 'connected':
      return undefined;
    case 'no-address':
      return connectFailed.address;
    case 'silent':
      return connectFailed.silent(result.address);
    case 'refused':
      return connectFailed.refused(result.address, result.message);
    case 'other':
      return result.message;
  }
}
