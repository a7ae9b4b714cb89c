/** What pages with a passkey in them run: asks for a challenge, has the browser answer it, and sends the answer with the form. */
export const PASSKEY_SCRIPT = `
const told = document.querySelector('[data-told]');
const say = (text) => { told.textContent = text; told.hidden = false; };
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    form.querySelector('button').disabled = true;
    form.querySelector('[data-why]').textContent = 'This browser has no passkeys, or is too old for them.';
    continue;
  }
  const { elements } = form;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    told.hidden = true;
    const { passkey, options } = form.dataset;
    try {
      const answer = await fetch(options, { method: 'POST', headers: { 'x-csrf-token': elements._csrf.value, accept: 'application/json' } });
      const json = await answer.json();
      if (!answer.ok) return say(json.error.message);
      const credential = passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
      elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      say(error.name === 'InvalidStateError' ? 'That device holds a passkey for this account already.'
        : error.name === 'NotAllowedError' ? 'No passkey was chosen. Try again when you are ready.'
        : 'That did not work. Try again, or another way.');
    }
  });
}
`;
