/** A tree of a page (350 kB, of which little can be left out): read in jobs alone. */
export { DOMParser } from 'linkedom/worker';
