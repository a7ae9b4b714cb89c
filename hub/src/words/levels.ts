import { defineWords } from './words.ts';

/** Who somebody is in chat, as commands ask for it. */
export const levels = defineWords({
  everyone: { en: 'everyone', de: 'alle' },
  follower: { en: 'followers', de: 'Follower' },
  subscriber: { en: 'subscribers', de: 'Abonnenten' },
  vip: { en: 'VIPs', de: 'VIPs' },
  moderator: { en: 'moderators', de: 'Moderation' },
  admin: { en: 'admins', de: 'Admins' },
  owner: { en: 'the owner', de: 'Inhaber' },
});
