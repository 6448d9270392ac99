import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The layers of the tree and whom each may import, besides itself: `ui → client → worker → engine →
 * {models, diffusion, metrics} → kernels → gpu`, and the leaves for all. Inner folders come first, because the first
 * pattern that matches names a file's layer.
 */
const LEAVES = ['contract', 'lib', 'materials', 'store'];
const LAYERS = [
  { layer: 'models', folder: 'src/engine/models', imports: ['kernels', 'gpu', ...LEAVES] },
  { layer: 'diffusion', folder: 'src/engine/diffusion', imports: ['kernels', 'gpu', ...LEAVES] },
  { layer: 'metrics', folder: 'src/engine/metrics', imports: ['kernels', 'gpu', ...LEAVES] },
  { layer: 'kernels', folder: 'src/engine/kernels', imports: ['gpu', 'shaders', ...LEAVES] },
  { layer: 'gpu', folder: 'src/engine/gpu', imports: LEAVES },
  { layer: 'engine', folder: 'src/engine', imports: ['models', 'diffusion', 'metrics', 'kernels', 'gpu', ...LEAVES] },
  // Requests to hosted providers: they run in a worker, and the page reads their facts.
  { layer: 'hosted', folder: 'src/client/hosted', imports: LEAVES },
  { layer: 'client', folder: 'src/client', imports: ['hosted', 'workers', ...LEAVES] },
  { layer: 'ui', folder: 'src/ui', imports: ['client', 'hosted', ...LEAVES] },
  // `bench` times the engine's parts one by one, and sets of the gallery.
  {
    layer: 'cli',
    folder: 'src/cli',
    imports: ['engine', 'models', 'diffusion', 'metrics', 'kernels', 'gpu', 'pack', ...LEAVES],
  },
  { layer: 'contract', folder: 'src/contract', imports: [] },
  { layer: 'lib', folder: 'src/lib', imports: ['contract'] },
  { layer: 'materials', folder: 'src/materials', imports: ['contract', 'lib'] },
  { layer: 'store', folder: 'src/store', imports: ['contract', 'lib'] },
  // Saved sets; they run in a worker of their own.
  { layer: 'pack', folder: 'src/pack', imports: LEAVES },
  { layer: 'main', folder: 'src', imports: ['ui'] },
  { layer: 'workers', folder: 'workers', imports: ['engine', 'hosted', 'pack', ...LEAVES] },
  { layer: 'shaders', folder: 'shaders', imports: [] },
];

/** Packages that one place wraps, so that exchanging or mocking them touches that place alone. */
const WRAPPED = [
  { name: 'onnxruntime-web', only: ['src/engine/session.ts'] },
  { name: 'idb', only: ['src/store/*.ts'] },
  {
    name: 'comlink',
    only: ['src/client/{calls,engine,intake,hosted,gallery}.ts', 'workers/{engine,intake,hosted,gallery}.worker.ts'],
  },
  { name: 'geotiff', only: ['src/lib/decode/tiff.ts'] },
  { name: 'fflate', only: ['src/{pack/write,cli/bench/pack,lib/decode/pngBounds}.ts'] },
  { name: '@zip.js/zip.js', only: ['src/lib/decode/zip.ts'] },
  { name: 'papaparse', only: ['src/lib/study/csv.ts'] },
  { name: 'svelte', only: ['src/main.ts', 'src/ui/**'] },
];

// The last policy that matches decides.
const policies = [
  { allow: { to: { module: { origin: 'external' } } } },
  ...LAYERS.map(({ layer, imports }) => ({
    from: { element: { type: layer } },
    allow: { to: { element: { types: { anyOf: [layer, ...imports] } } } },
    message: `${layer} may import only ${imports.join(', ') || 'itself'}; see “Import direction” in CONTRIBUTING.md.`,
  })),
  // The types of a network's inputs and outputs live beside the session that runs it.
  {
    from: { element: { type: 'models' } },
    allow: { to: { file: { categories: 'onnxruntime-web' } } },
  },
  { from: { element: { type: 'cli' } }, allow: { to: { module: { origin: 'core' } } } },
  ...WRAPPED.flatMap(({ name, only }) => [
    {
      disallow: { to: { module: { origin: 'external', source: name } } },
      message: `Only ${only.join(' and ')} may import ${name}.`,
    },
    { from: { file: { categories: name } }, allow: { to: { module: { origin: 'external', source: name } } } },
  ]),
  // The address of the runtime's binary is not its code: the worker fetches it with progress.
  {
    from: { element: { type: 'workers' } },
    allow: { to: { module: { origin: 'external', source: 'onnxruntime-web', internalPath: '*.wasm?url' } } },
  },
];

const SVELTE_FILES = ['**/*.svelte', '**/*.svelte.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.cache/', 'training/', 'public/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser, // of the scripts inside .svelte files
        project: ['tsconfig.json', 'tsconfig.engine.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      // Indexing a typed array gives `number | undefined`; the loops over pixels know their bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: SVELTE_FILES,
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['src/**', 'workers/**'],
    plugins: { boundaries, 'import-x': importX },
    settings: {
      'import/resolver': { node: { extensions: ['.ts'] } },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs'] })],
      'import-x/extensions': ['.ts', '.svelte'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'svelte-eslint-parser': ['.svelte'] },
      'boundaries/elements': LAYERS.map(({ layer, folder }) => ({ type: layer, pattern: folder, partialMatch: false })),
      'boundaries/files': WRAPPED.map(({ name, only }) => ({ category: name, pattern: only })),
      'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export'],
      'boundaries/legacy-templates': false,
    },
    rules: {
      'import-x/no-cycle': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies }],
    },
  },
  {
    // These run in a worker and in Node, where there is no page.
    files: [
      'src/engine/**',
      'src/materials/**',
      'src/lib/**',
      'src/contract/**',
      'src/store/**',
      'src/pack/**',
      'src/client/hosted/**',
      'workers/**',
    ],
    rules: { 'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'sessionStorage', 'alert'] },
  },
  {
    files: ['src/cli/**', 'scripts/**', 'proxy/**', 'tests/**', 'vitest.config.ts'],
    languageOptions: { globals: globals.node },
    rules: {
      'no-console': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[property.name="pathname"][object.type="NewExpression"][object.arguments.length=2]',
          message: 'A path of a file: fileURLToPath(new URL(…)), or folders with a space in their names are not found.',
        },
      ],
    },
  },
  {
    files: ['eslint.config.js', 'svelte.config.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
