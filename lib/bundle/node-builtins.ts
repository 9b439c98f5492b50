import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const names = new Set(builtinModules.filter((name) => !name.startsWith('_')));

/**
 * Loads Node's built-in modules with `process.getBuiltinModule`. An `import` evaluates every export of a built-in
 * module, and those of `node:http` include WebSocket, which alone makes Node load undici.
 *
 * Each export is read in a call marked as pure, so that unused ones are removed.
 */
export const nodeBuiltins: Plugin = {
  name: 'node-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?[a-z_\d]+(?:\/[a-z]+)?$/ }, ({ path, kind }) => {
      const name = path.startsWith('node:') ? path.slice('node:'.length) : path;
      if (!names.has(name)) return undefined;
      if (kind === 'dynamic-import') return { path: `node:${name}`, external: true };
      return { path: name, namespace: kind === 'require-call' ? 'node-required' : 'node-imported' };
    });
    onLoad({ filter: /./, namespace: 'node-required' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /./, namespace: 'node-imported' }, ({ path }) => ({ contents: renderModule(path) }));
  },
};

function renderModule(name: string): string {
  const exported = Object.keys(process.getBuiltinModule(name) ?? {}).filter(
    (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default',
  );
  return [
    `const builtin = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)});`,
    'const get = (key) => builtin[key];',
    'export default builtin;',
    // Generated names: an export may be a reserved word, and `get` is used above.
    ...exported.map(
      (key, index) =>
        `const export${index} = /* @__PURE__ */ get(${JSON.stringify(key)});\nexport { export${index} as ${key} };`,
    ),
  ].join('\n');
}
