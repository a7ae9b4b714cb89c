export * from './commands.ts';
export * from './communities.ts';
export * from './road.ts';
