/** The main of the workerd test project: the Durable Objects, and nothing that needs an environment. */
export { Agenda } from '../../durable-objects/agenda.ts';
export { Channel } from '../../durable-objects/channel.ts';
export { Community } from '../../durable-objects/community.ts';
export { DiscordGateway } from '../../durable-objects/discord-gateway.ts';
export { Feeds } from '../../durable-objects/feeds.ts';
export { LiveChat } from '../../durable-objects/live-chat.ts';
export { RateLimiter } from '../../durable-objects/rate-limiter.ts';
export { Upstream } from '../../durable-objects/upstream.ts';
export { Intake } from './intake.ts';

export default { fetch: () => new Response(null, { status: 404 }) };
