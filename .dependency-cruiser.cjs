/** Import rules of the house (design: rooms in order; a room imports from rooms above it, never from one below). */
const ROOMS = [
  'platform',
  'texts',
  'devices',
  'catalogue',
  'visits',
  'photos',
  'guestbook',
  'memories',
  'deliveries',
  'retention',
  'doors',
];

/** What builds the pages runs in Node; no page imports it. */
const BUILD = '^web/(build|vite\\.config|plugins/\\w+)\\.ts$';

const upward = ROOMS.slice(0, -1).map((room, place) => ({
  name: `${room}-imports-upward-only`,
  comment: `${room} may import from rooms above it in the list, never from one below`,
  severity: 'error',
  from: { path: `^functions/${room}/` },
  to: { path: `^functions/(${ROOMS.slice(place + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'functions-stand-alone',
      comment: 'what runs knows nothing of where it runs, of pages or of tests',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|web|tests)/' },
    },
    {
      name: 'stacks-know-names-only',
      comment: 'stacks and constructs share names with the code, nothing else',
      severity: 'error',
      from: { path: '^infra/(stacks|constructs)/' },
      to: { path: '^functions/', pathNot: '^functions/platform/names\\.ts$' },
    },
    {
      name: 'sdk-in-stores-only',
      comment: 'SDK types stop at x.store.ts',
      severity: 'error',
      from: { path: '^functions/', pathNot: '\\.store\\.ts$' },
      to: { path: '^node_modules/@aws-sdk/' },
    },
    {
      name: 'sharp-in-one-file',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/photos/renditions\\.ts$' },
      to: { path: '^node_modules/sharp/' },
    },
    {
      name: 'mail-builder-in-one-file',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/deliveries/mime\\.ts$' },
      to: { path: '^node_modules/nodemailer/' },
    },
    {
      name: 'pages-import-shapes-and-pure-code-only',
      comment: 'no store, no lambda, no door reaches a page',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^functions/.*(\\.store|\\.lambda)\\.ts$|^functions/doors/|^infra/|^tests/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-reach-no-node',
      comment: 'nothing that a page imports, directly or not, needs Node or an SDK',
      severity: 'error',
      from: { path: '^web/', pathNot: BUILD },
      to: {
        reachable: true,
        path: '^node_modules/@aws-sdk/|^(node:)?(fs|path|crypto|http|https|net|os|child_process|stream|zlib|util|url|buffer)$',
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(functions|infra|web)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolves',
      severity: 'error',
      from: { path: '^(functions|infra|web)/' },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
    },
  },
};
