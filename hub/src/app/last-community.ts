const KEY = 'waddlebot.community';

/** The community that was looked at last with this browser: where the hub opens. */
export function lastCommunity(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function keepLastCommunity(slug: string): void {
  try {
    localStorage.setItem(KEY, slug);
  } catch {
    // Browsers that keep nothing open the first one.
  }
}
