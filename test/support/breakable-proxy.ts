import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server through which connections can be cut, frozen and refused; on loopback alone. */
export class BreakableProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #frozen = false;
  #refusing = false;
  #connections = 0;

  private constructor(
    private readonly server: Server,
    private target: number | string,
  ) {
    server.on('connection', (inside) => this.#join(inside));
  }

  /** Opens a way to a port, or to a socket in the file system, at a port of its own unless one is given. */
  static async to(target: number | string, at = 0): Promise<BreakableProxy> {
    const server = createServer();
    const proxy = new BreakableProxy(server, target);
    await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** How many connections there were so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Leads to another port from now on; connections that are there stay. */
  leadTo(target: number): void {
    this.target = target;
  }

  /** Cuts every connection that is there. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#pairs.clear();
  }

  /** Lets nothing through, without a word, until thawed; new connections are taken and heard from as little. */
  freeze(): void {
    this.#frozen = true;
    for (const [inside, outside] of this.#pairs) {
      inside.unpipe(outside);
      outside.unpipe(inside);
      inside.pause();
      outside.pause();
    }
  }

  /** Lets through what was held back and what comes. */
  thaw(): void {
    this.#frozen = false;
    for (const [inside, outside] of this.#pairs) {
      inside.pipe(outside);
      outside.pipe(inside);
    }
  }

  /** Takes no connection from now on, or takes them again. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
    if (refusing) this.cut();
  }

  async close(): Promise<void> {
    this.refuse(true);
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(inside: Socket): void {
    if (this.#refusing) {
      inside.destroy();
      return;
    }
    this.#connections++;
    const outside = typeof this.target === 'string' ? connect(this.target) : connect(this.target, '127.0.0.1');
    const pair = [inside, outside] as const;
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        for (const other of pair) other.destroy();
        this.#pairs.delete(pair);
      });
    }
    if (this.#frozen) return;
    inside.pipe(outside);
    outside.pipe(inside);
  }
}
