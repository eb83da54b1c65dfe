import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { Configuration } from './configuration.js';
import { Doorkeeper } from './infrastructure/auth/doorkeeper.js';
import { openTokenVerifier } from './infrastructure/auth/open.js';
import { ActionsController } from './infrastructure/http/actions.controller.js';
import { PerformOnBus, ReadOnBus, ReplayOnBus, ReviewOnBus, SearchOnBus } from './infrastructure/http/buses.js';
import { makeDoor } from './infrastructure/http/door.js';
import { EventsController } from './infrastructure/http/events.controller.js';
import { Followers } from './infrastructure/http/followers.js';
import { openLog } from './infrastructure/http/log.js';
import { Metrics } from './infrastructure/http/metrics.js';
import { ProblemFilter } from './infrastructure/http/problem-filter.js';
import { Watch } from './infrastructure/http/readiness.js';
import { ReviewController } from './infrastructure/http/review.controller.js';
import { SearchController } from './infrastructure/http/search.controller.js';
import { ServiceController } from './infrastructure/http/service.controller.js';
import { CLOCK_MAY_MOVE, DOORKEEPER, FOLLOWERS, LEDGER, METRICS, WATCH } from './infrastructure/http/tokens.js';
import { ViewsController } from './infrastructure/http/views.controller.js';
import type { Ledger } from './ledger.js';

/** What the controllers share, made once for one ledger. */
export interface DoorServices {
  readonly doorkeeper: Doorkeeper;
  readonly metrics: Metrics;
  readonly watch: Watch;
  readonly followers: Followers;
}

/** The HTTP service as a Nest module: controllers before the buses, the buses before the ledger. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class AppModule {
  static forLedger(ledger: Ledger, configuration: Configuration, services: DoorServices): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        ActionsController,
        ViewsController,
        EventsController,
        SearchController,
        ReviewController,
        ServiceController,
      ],
      providers: [
        { provide: LEDGER, useValue: ledger },
        { provide: DOORKEEPER, useValue: services.doorkeeper },
        { provide: METRICS, useValue: services.metrics },
        { provide: WATCH, useValue: services.watch },
        { provide: FOLLOWERS, useValue: services.followers },
        {
          provide: CLOCK_MAY_MOVE,
          useValue: configuration.environment === 'development' && configuration.issuer.kind === 'development',
        },
        PerformOnBus,
        ReadOnBus,
        ReplayOnBus,
        SearchOnBus,
        ReviewOnBus,
      ],
    };
  }
}

/** A door that is open: where it answers, and how it is closed. */
export interface OpenDoor {
  readonly url: string;
  /** Takes nobody new in, lets who is in finish, and resolves when the port is free. The ledger stays open. */
  readonly close: () => Promise<void>;
}

/** What goes on around a door. */
export interface DoorSurroundings {
  readonly log: Logger;
  /** True once something behind the door ended by itself. */
  readonly failed: () => boolean;
}

/** Opens the HTTP door of a ledger. */
export async function openDoor(
  ledger: Ledger,
  configuration: Configuration,
  { log = openLog(configuration.logLevel), failed = () => false }: Partial<DoorSurroundings> = {},
): Promise<OpenDoor> {
  const { states, clock, ids } = ledger.performing;
  const metrics = new Metrics(ledger);
  const watch = new Watch(ledger, failed);
  const followers = new Followers();
  const doorkeeper = new Doorkeeper(await openTokenVerifier(configuration, clock), states, ids);
  const inside = new Set<object>();
  let closing = false;
  const door = makeDoor({
    doorkeeper,
    metrics,
    log,
    ids,
    closing: () => closing,
    inside,
    strictTransport: configuration.environment === 'production',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forLedger(ledger, configuration, { doorkeeper, metrics, watch, followers }),
    door,
    { logger: false, bodyParser: false, abortOnError: false },
  );
  app.useGlobalFilters(new ProblemFilter(log, watch));
  await app.listen(configuration.port, configuration.host);
  return {
    url: await app.getUrl(),
    close: async () => {
      closing = true;
      followers.endAll();
      await drained(app, inside);
    },
  };
}

/** Who is inside gets this long to finish. */
const DRAIN_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 20;

/** Closes the application once nobody is inside; connections that say nothing do not hold it up. */
async function drained(app: NestFastifyApplication, inside: ReadonlySet<object>): Promise<void> {
  const late = performance.now() + DRAIN_MILLISECONDS;
  let closed = false;
  const closing = app.close().finally(() => {
    closed = true;
  });
  while (!closed) {
    if (inside.size === 0 || performance.now() > late) app.getHttpServer().closeAllConnections();
    await Promise.race([closing, setTimeout(LOOK_MILLISECONDS)]);
  }
  await closing;
}
