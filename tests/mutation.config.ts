import { defineConfig } from 'vitest/config';

/** The tests that a mutant of a state machine must fail: those of its own room, each in milliseconds, and the same cases every time. */
export default defineConfig({
  test: {
    root: process.cwd(),
    include: [
      'tests/visits/{visits,endings,lendings,tours}.test.ts',
      'tests/photos/{photos,process}.test.ts',
      'tests/guestbook/*.test.ts',
      'tests/deliveries/{delivery,outcomes,feedback,holding,pace,stuck,deliver,corrections}.test.ts',
    ],
    setupFiles: ['tests/setup.ts'],
  },
});
