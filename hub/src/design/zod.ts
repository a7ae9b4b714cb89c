import * as z from 'zod';

// zod compiles schemas by `new Function` where that works. The page's policy forbids it, and every try is reported.
z.config({ jitless: true });

export { z };
