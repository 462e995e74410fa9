/**
 * The mutation score of the state machines: what may follow what, for a visit, a photo, an entry and a delivery. Stryker changes them
 * in a copy of the project, one mutant at a time, and the tests of their rooms must fail. Part of `npm run test:long`.
 */
export default {
  mutate: [
    'functions/visits/{visit,visits,lendings}.ts',
    'functions/photos/{photo,keep,process}.ts',
    'functions/guestbook/{entry,moderate}.ts',
    'functions/deliveries/{delivery,feedback,holding,pace,stuck}.ts',
  ],
  ignorePatterns: ['**', '!functions/**', '!tests/**', '!infra/**', '!*.json', '!*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: 'dist/mutation',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: 'dist/mutation.json' },
  thresholds: { high: 95, low: 85, break: 85 },
};
