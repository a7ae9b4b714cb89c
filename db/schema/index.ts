export * from './api.ts';
export * from './commands.ts';
export * from './communities.ts';
export * from './greetings.ts';
export * from './leases.ts';
export * from './road.ts';
export * from './webhooks.ts';
