import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { configurationFrom, VARIABLES } from '../../src/configuration.js';

/** What is looked at of a service. */
interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly build?: { readonly context: string; readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly 'x-no-health-check'?: string;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const services = Object.entries(compose.services);
const dockerfile = readFileSync('Dockerfile', 'utf8');
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, image = '', stage = '']) => ({
  image,
  stage,
}));

/** A tag that says a release down to its last number. */
const PINNED = /:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$/;
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|_URL$/;

describe('What docker-compose.yml says', () => {
  it('pins every image, and none floats', () => {
    const images = [...services.map(([, { image = '' }]) => image), ...stages.map(({ image }) => image)];
    expect(images.filter((image) => !PINNED.test(image))).toEqual([]);
  });

  it('builds stages that the Dockerfile has', () => {
    const targets = services.flatMap(([, { build }]) => (build ? [build.target] : []));
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(stages.map(({ stage }) => stage)).toContain(target);
  });

  it('gives the service only variables that it knows', () => {
    const said = [
      text,
      dockerfile,
      ...['demo', 'agency'].map((name) => readFileSync(`deploy/${name}.env`, 'utf8')),
    ].flatMap((one) => one.match(/\bALLIANCE_[A-Z_]+/g) ?? []);
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it('is refused in production without an issuer, and says so', () => {
    const environment = { ALLIANCE_ENVIRONMENT: 'production', ALLIANCE_ISSUER: '', ALLIANCE_AUDIENCE: '' };
    expect(() => configurationFrom(environment)).toThrow(/ALLIANCE_ISSUER is needed in production/);
  });

  it('the demo’s settings are a configuration that the service takes', () => {
    const settings = Object.fromEntries(
      [...readFileSync('deploy/demo.env', 'utf8').matchAll(/^(ALLIANCE_[A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    expect(configurationFrom({ ...settings, ALLIANCE_ISSUER: '', ALLIANCE_AUDIENCE: '' }).environment).toBe(
      'development',
    );
  });

  it('refers to files and volumes that are there, declares none in vain, and mounts files read-only', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.map((mount) => mount.split(':')));
    const [files, named] = [
      mounts.filter(([of = '']) => of.startsWith('.')),
      mounts.filter(([of = '']) => !of.startsWith('.')),
    ];
    for (const [file = '', , mode] of files) expect([file, existsSync(file), mode]).toEqual([file, true, 'ro']);
    expect(new Set(named.map(([name]) => name))).toEqual(new Set(Object.keys(compose.volumes)));
    for (const [name, { depends_on = {} }] of services)
      for (const other of Object.keys(depends_on)) expect([name, other in compose.services]).toEqual([name, true]);
  });

  it('holds no password, and takes each from a file', () => {
    for (const [name, { environment = {} }] of services) {
      const inline = Object.entries(environment).filter(
        ([variable, value]) =>
          SECRET_NAME.test(variable) && !(/_FILE$/.test(variable) && value.startsWith('/run/secrets/')),
      );
      expect([name, inline]).toEqual([name, []]);
    }
    expect(text).not.toMatch(/changeit|:\/\/[^\s$/]*:[^$\s@]+@/);
    expect(new Set(services.flatMap(([, { secrets = [] }]) => secrets))).toEqual(new Set(Object.keys(compose.secrets)));
  });

  it('asks each service how it is, or says why not', () => {
    const unasked = services.filter(([, one]) => (one.healthcheck?.test.length ?? 0) < 2 && !one['x-no-health-check']);
    expect(unasked.map(([name]) => name)).toEqual([]);
  });

  it('is reached from this machine only, unless told otherwise', () => {
    const ports = services.flatMap(([, { ports: published = [] }]) => published);
    expect(ports.filter((port) => !/^(\$\{[A-Z_]+:-)?127\.0\.0\.1:/.test(port))).toEqual([]);
  });

  it('never gives the embedded store to two processes', () => {
    const holders = services.filter(([, { volumes = [] }]) => volumes.includes('data:/data')).map(([name]) => name);
    expect(holders).toEqual(['ledger']);
    const several = services.filter(
      ([, { profiles = [] }]) => profiles.includes('several') && !profiles.includes('engines'),
    );
    expect(several.length).toBeGreaterThan(1);
    for (const [name, { environment = {}, secrets = [] }] of several) {
      expect([name, environment['ALLIANCE_VIEW_STORE'], environment['ALLIANCE_KEY_STORE']]).toEqual([
        name,
        'postgres',
        'postgres',
      ]);
      expect([name, environment['ALLIANCE_EVENT_STORE_FILE']]).toEqual([name, '/run/secrets/event-store-url']);
      expect(secrets).toContain('event-store-url');
    }
  });

  it('names each node of the cluster to the other two, and has a certificate made for it', () => {
    const nodes = services.filter(([, { profiles = [] }]) => profiles.join() === 'cluster');
    expect(nodes.length).toBe(3);
    for (const [name, { environment = {} }] of nodes) {
      const others = nodes.flatMap(([other]) => (other === name ? [] : [`${other}:2113`]));
      expect(environment['EVENTSTORE_GOSSIP_SEED']).toBe(others.join(','));
      expect(environment['EVENTSTORE_CERTIFICATE_FILE']).toBe(`/certificates/${name}/node.crt`);
      expect(text).toMatch(new RegExp(`command: \\[.*\\b${name}\\b.*\\]`));
    }
  });
});

describe('What goes into the image', () => {
  it('is what runs: program, policies, command line; not the sources, and not as root', () => {
    const service = dockerfile.slice(dockerfile.indexOf('AS service'));
    for (const part of [
      'COPY policies policies',
      'COPY bin bin',
      'dist dist',
      'USER node',
      'HEALTHCHECK',
      '/health/ready',
    ])
      expect(service).toContain(part);
    expect(service).not.toMatch(/COPY (\. |src)/);
  });

  it('is all that the engine is sent', () => {
    const sent =
      readFileSync('.dockerignore', 'utf8')
        .match(/^!(.+)$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(new Set(sent)).toEqual(new Set(copied));
    for (const name of sent) expect([name, existsSync(name)]).toEqual([name, true]);
  });
});

describe('What the dashboard shows', () => {
  const board = JSON.parse(readFileSync('deploy/grafana/dashboards/alliance.json', 'utf8')) as {
    readonly panels: readonly {
      readonly id: number;
      readonly datasource: { readonly uid: string };
      readonly targets: readonly { readonly expr: string }[];
    }[];
  };
  const known =
    readFileSync('src/infrastructure/http/metrics.ts', 'utf8')
      .match(/'alliance_[a-z_]+'/g)
      ?.map((name) => name.slice(1, -1)) ?? [];

  it('is counted by the service under these names, and all that is counted is shown', () => {
    const asked = board.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) =>
        (expr.match(/\balliance_[a-z_]+/g) ?? []).map((name) => name.replace(/_(bucket|count)$/, '')),
      ),
    );
    expect(new Set(asked)).toEqual(new Set(known));
  });

  it('comes from the source that is provisioned', () => {
    const { datasources } = parse(readFileSync('deploy/grafana/provisioning/datasources/prometheus.yaml', 'utf8')) as {
      readonly datasources: readonly { readonly uid: string }[];
    };
    expect(new Set(board.panels.map(({ datasource }) => datasource.uid))).toEqual(
      new Set(datasources.map(({ uid }) => uid)),
    );
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  });

  it('is asked of services that there are', () => {
    const { scrape_configs } = parse(readFileSync('deploy/prometheus.yml', 'utf8')) as {
      readonly scrape_configs: readonly { readonly dns_sd_configs: readonly { readonly names: readonly string[] }[] }[];
    };
    const names = scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs.flatMap((one) => one.names));
    for (const name of names) expect(Object.keys(compose.services)).toContain(name);
  });
});

describe('Secrets and certificates', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alliance-deploy-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const run = (script: string, ...args: readonly string[]): string =>
    execFileSync('sh', [`deploy/${script}`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('every secret that is named is made, of its owner alone, printed nowhere, and stays when made again', () => {
    const secrets = join(directory, 'secrets');
    const said = run('generate-secrets.sh', secrets);
    const names = readdirSync(secrets);
    expect(new Set(names)).toEqual(
      new Set(Object.values(compose.secrets).map(({ file }) => file.replace('deploy/secrets/', ''))),
    );
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    const values = names.map((name) => readFileSync(join(secrets, name), 'utf8'));
    for (const value of values) {
      expect(value.length).toBeGreaterThanOrEqual(64);
      expect(said).not.toContain(value);
    }
    expect(new Set(values).size).toBe(values.length);
    expect(readFileSync(join(secrets, 'database-url'), 'utf8')).toContain(
      readFileSync(join(secrets, 'postgres-password'), 'utf8'),
    );
    const events = readFileSync(join(secrets, 'event-store-url'), 'utf8');
    expect(events).toContain(readFileSync(join(secrets, 'eventstore-admin-password'), 'utf8'));
    expect(configurationFrom({ ALLIANCE_EVENT_STORE_FILE: join(secrets, 'event-store-url') }).engines.events).toEqual({
      kind: 'kurrentdb',
      connection: events,
    });
    run('generate-secrets.sh', secrets);
    expect(names.map((name) => readFileSync(join(secrets, name), 'utf8'))).toEqual(values);
  });

  it('none of them is in the repository', () => {
    expect(execFileSync('git', ['ls-files', 'deploy/secrets'], { encoding: 'utf8' }).trim().split('\n').sort()).toEqual(
      ['deploy/secrets/.gitignore', 'deploy/secrets/README.md'],
    );
  });

  it('each node’s certificate is believed by its authority and names it, and no authority’s key is left', () => {
    const certificates = join(directory, 'certificates');
    run('certificates.sh', certificates, 'eventstore-1', 'eventstore-2');
    const authority = join(certificates, 'ca', 'ca.crt');
    for (const node of ['eventstore-1', 'eventstore-2']) {
      const certificate = join(certificates, node, 'node.crt');
      const verified = execFileSync(
        'openssl',
        ['verify', '-CAfile', authority, '-verify_hostname', node, certificate],
        { encoding: 'utf8' },
      );
      expect(verified).toMatch(/: OK/);
      expect(statSync(join(certificates, node, 'node.key')).mode & 0o077).toBe(0);
    }
    expect(existsSync(join(certificates, 'ca.key'))).toBe(false);
    const before = readFileSync(authority, 'utf8');
    run('certificates.sh', certificates, 'eventstore-1', 'eventstore-2');
    expect(readFileSync(authority, 'utf8')).toBe(before);
    expect(() => run('certificates.sh', certificates, 'eventstore-3')).toThrow();
  });
});
