import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { format, transports } from 'winston';
import { secretForms } from '../protocol/secretForms';

/**
 * The lean root logger: the default one compiles the configuration schema of every dependency at each start to find
 * the secrets, which doubles the start time. A host is told its secrets instead.
 */
export function createHostLogger(options: {
  hostId: string;
  level?: string;
  secrets: Iterable<string>;
}): WinstonLogger {
  const logger = WinstonLogger.create({
    meta: { service: 'host', hostId: options.hostId },
    level: options.level ?? 'info',
    format: format.combine(format.timestamp(), format.json()),
    transports: [new transports.Console()],
  });
  logger.addRedactions(secretForms(options.secrets));
  return logger;
}

/** Provides the given logger as the root logger. */
export function rootLoggerFactory(logger: WinstonLogger) {
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}
