// The theme that was chosen with this browser, before anything is drawn (hub/src/app/preferences.ts): nothing flashes.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('waddlebot.theme');
  } catch {}
  const isLight = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
})();
