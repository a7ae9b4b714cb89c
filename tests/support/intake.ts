import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Intake as Asked, GatewayStart, LiveChatAsk, LiveChatPage, VideoLook } from '../../workers/core/intake.ts';

/** What a test wants to be answered about one video. */
export type VideoScript = Pick<Asked, 'lookAtVideo' | 'readLiveChat'>;

const scripts = new Map<string, VideoScript>();

/** Tests run in the isolate of the objects they test, and so hand their answers over by reference. */
export const answerFor = (videoId: string, script: VideoScript): void => void scripts.set(videoId, script);

const scriptOf = (videoId: string): VideoScript => {
  const script = scripts.get(videoId);
  if (!script) throw new Error(`no test answers for ${videoId}`);
  return script;
};

/** How Discord's Gateway is opened here. */
export const GATEWAY: GatewayStart = {
  token: 'a-token',
  url: 'wss://gateway.test/',
  intents: 1,
  remaining: 1_000,
  resetAfterMs: 0,
};

/** The `Intake` of the workerd tests: it answers what the test says that holds the video. */
export class Intake extends WorkerEntrypoint {
  async gatewayStart(): Promise<GatewayStart> {
    return GATEWAY;
  }

  lookAtVideo(ask: { readonly channel: string; readonly videoId: string }): Promise<VideoLook> {
    return scriptOf(ask.videoId).lookAtVideo(ask);
  }

  readLiveChat(ask: LiveChatAsk): Promise<LiveChatPage> {
    return scriptOf(ask.videoId).readLiveChat(ask);
  }
}
