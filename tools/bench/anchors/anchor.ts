/** What bringing the file has cost. */
export interface Fetched {
  readonly seconds: number;
  /** Of both ends together, where that can be told. */
  readonly processorSeconds?: number;
}

/** Another program that brings a file from one place to another on this machine, to be held against. */
export interface Anchor {
  readonly name: string;
  /** Begins to give the one file of `folder`; may use `place`, an empty folder, for itself. */
  start(source: {
    readonly folder: string;
    readonly file: string;
    readonly place: string;
  }): Promise<void>;
  /** Brings the file into `folder`, which does not exist yet and is removed by the caller. */
  fetch(folder: string): Promise<Fetched>;
  /** Ends what it has started; safe at any time. */
  stop(): Promise<void>;
}

/** How to make one, and which program it takes that is missing here, if any. */
export interface AnchorKind {
  readonly name: string;
  readonly missing: () => string | undefined;
  readonly make: () => Anchor;
}
