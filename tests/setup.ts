import fc from 'fast-check';

/** `npm test` guards a change, so it tries the same cases each time; `npm run test:long` looks for new ones. */
if (process.env['HALL_LONG'] === undefined) fc.configureGlobal({ seed: 20_261_122 });
