import { type ReactElement, useState } from 'react';
import { ask } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** The button that lets others in through this PC's firewall or, where no button can, says how. */
export function FirewallHelp(): ReactElement {
  const platform = useAppState(({ self }) => self.platform);
  return platform === 'win32' ? <AllowButton /> : <HowTo platform={platform} />;
}

// Windows asks for an administrator; whoever says no is told how to do it by hand.
function AllowButton(): ReactElement {
  const { links: words } = useStrings();
  const [step, setStep] = useState<'idle' | 'asking' | 'done' | 'refused'>('idle');
  const allow = async (): Promise<void> => {
    setStep('asking');
    const reply = await ask('allow-in-firewall', {});
    setStep(reply.ok ? 'done' : 'refused');
  };
  if (step === 'done') return <p className="trouble__how">{words.firewallAllowed}</p>;
  return (
    <>
      <Button tone="strong" disabled={step === 'asking'} onClick={() => void allow()}>
        {words.allowInFirewall}
      </Button>
      {step === 'refused' && <p className="trouble__how">{words.howTo.win32}</p>}
    </>
  );
}

function HowTo({ platform }: { readonly platform: 'linux' | 'darwin' }): ReactElement {
  const { links: words } = useStrings();
  const address = useAppState(({ self }) => self.address);
  const [isOpen, setIsOpen] = useState(false);
  const how =
    platform === 'darwin' ? words.howTo.darwin : words.howTo.linux(address.replace(/^.*:/, ''));
  return (
    <>
      <Button
        aria-expanded={isOpen}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        {words.showHow}
      </Button>
      {isOpen && <p className="trouble__how">{how}</p>}
    </>
  );
}
