import { afterEach, describe } from 'vitest';
import { canMakeNamespaces, Namespace } from './namespace.ts';

/** A switch without cables; `plug` puts them in. */
export class Switch {
  readonly #namespace: Namespace;
  readonly #letter: string;
  #ports = 0;

  constructor(namespace: Namespace, letter: string) {
    this.#namespace = namespace;
    this.#letter = letter;
    // Without snooping for who listens: a simple switch sends to all.
    namespace.run(
      `ip link add switch${letter} type bridge mcast_snooping 0; ip link set switch${letter} up`,
    );
  }

  /** Gives a PC one more network card, with an address like `10.1.0.1/24`, and its cable. */
  plug(pc: Namespace, card: string, address: string): Cable {
    const port = this.#lead(pc, card);
    pc.run(`ip addr add ${address} brd + dev ${card}; ip link set ${card} up`);
    return this.#cable(port);
  }

  /** The same for a card that gets no address but the one of its IPv6 link. */
  plugWithoutIPv4(pc: Namespace, card: string): Cable {
    const port = this.#lead(pc, card);
    // Without the second in which a card asks whether its address is taken.
    pc.run(`echo 0 > /proc/sys/net/ipv6/conf/${card}/accept_dad; ip link set ${card} up`);
    return this.#cable(port);
  }

  #lead(pc: Namespace, card: string): string {
    const port = `port${this.#letter}${this.#ports++}`;
    this.#namespace.run(
      `ip link add ${port} type veth peer name ${card} netns ${pc.pid}
       ip link set ${port} master switch${this.#letter}; ip link set ${port} up`,
    );
    return port;
  }

  #cable(port: string): Cable {
    return {
      pull: () => {
        this.#namespace.run(`ip link set ${port} down`);
      },
      putBack: () => {
        this.#namespace.run(`ip link set ${port} up`);
      },
      isolate: () => {
        this.#namespace.run(`bridge link set dev ${port} isolated on`);
      },
      dropMulticast: () => {
        this.#namespace.run(`bridge link set dev ${port} mcast_flood off`);
      },
    };
  }
}

/** What can happen to a cable, at the switch. */
export interface Cable {
  pull(): void;
  putBack(): void;
  /** Nothing goes to others that are isolated too, as in many a wireless network. */
  isolate(): void;
  /** No multicast comes out of the switch here any more; broadcast does. */
  dropMulticast(): void;
}

/** PCs and switches of one test, in network namespaces of their own; gone when the test is over. */
export class Lab {
  readonly #namespaces: Namespace[] = [];
  #switches = 0;

  /** A PC without a network. */
  async pc(): Promise<Namespace> {
    const namespace = await Namespace.make(this.#namespaces[0]);
    this.#namespaces.push(namespace);
    return namespace;
  }

  async switch(): Promise<Switch> {
    const letter = String.fromCodePoint('a'.charCodeAt(0) + this.#switches++);
    return new Switch(await this.pc(), letter);
  }

  /** Two networks and what routes between them; neither multicast nor broadcast comes through. */
  async routedNetworks(): Promise<readonly [near: Switch, far: Switch]> {
    const [near, far, router] = [await this.switch(), await this.switch(), await this.pc()];
    near.plug(router, 'near', '10.1.0.254/24');
    far.plug(router, 'far', '10.2.0.254/24');
    router.run('echo 1 > /proc/sys/net/ipv4/ip_forward');
    return [near, far];
  }

  /** A PC on one of these networks, which finds the other by its router. */
  async routedPc(network: Switch, address: string): Promise<Namespace> {
    const pc = await this.pc();
    network.plug(pc, 'lan', `${address}/24`);
    pc.run(`ip route add default via ${address.replace(/\d+$/, '254')}`);
    return pc;
  }

  async end(): Promise<void> {
    // The first one last: the others were made from within it.
    for (const namespace of this.#namespaces.splice(0).toReversed()) await namespace.end();
    this.#switches = 0;
  }
}

/** Tests that need a lab; where none can be built they are skipped, and the title says why. */
export function describeInLab(title: string, tests: () => void): void {
  if (canMakeNamespaces()) describe(title, tests);
  else describe.skip(`${title} (skipped: this system makes no network namespaces)`, tests);
}

/** A lab for each test of a file; use it before the party, whose programs end first. */
export function useLab(): Lab {
  const lab = new Lab();
  afterEach(() => lab.end());
  return lab;
}
