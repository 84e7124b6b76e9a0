/** A promise that is settled from outside; the first settling counts. */
export class Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;

  constructor() {
    let settle: Pick<Deferred<Value>, 'resolve' | 'reject'> | undefined;
    this.promise = new Promise<Value>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.resolve = (value) => settle?.resolve(value);
    this.reject = (error) => settle?.reject(error);
  }
}
